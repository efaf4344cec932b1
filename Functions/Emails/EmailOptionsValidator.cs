using System.Net;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Functions.Institutions;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails;

/// <summary>Stops the host on settings that could never send an email, naming each.</summary>
internal sealed class EmailOptionsValidator : IValidateOptions<EmailOptions>
{
    public ValidateOptionsResult Validate(string? name, EmailOptions options)
    {
        List<string> failures = [.. EmailRanges.Check(options), .. Check(options)];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Check(EmailOptions options)
    {
        if (options.From.Length == 0 ? options.Transport != EmailTransport.Pickup : !EmailAddress.IsValid(options.From))
        {
            yield return $"Email__From is '{options.From}'; it must be the sender's address, such as antivirus@universidad.edu.co.";
        }

        if (options.FromName.Length > 200 || options.FromName.Any(char.IsControl))
        {
            yield return "Email__FromName is too long (at most 200 characters) or has control characters.";
        }

        var ofTransport = options.Transport switch
        {
            EmailTransport.Smtp => Check(options.Smtp),
            EmailTransport.Acs => Check(options.Acs),
            _ when options.PickupFolder.Length == 0 =>
                ["Email__PickupFolder is empty; it must be a folder for .eml files, such as .correo."],
            _ => [],
        };
        foreach (var failure in ofTransport)
        {
            yield return failure;
        }
    }

    private static IEnumerable<string> Check(SmtpOptions smtp)
    {
        if (Uri.CheckHostName(smtp.Host) == UriHostNameType.Unknown)
        {
            yield return $"Email__Smtp__Host is '{smtp.Host}'; it must be the name of the SMTP server, such as smtp.office365.com.";
        }
        else if (smtp.Security == SmtpSecurity.None && !IsLoopback(smtp.Host))
        {
            yield return $"Email__Smtp__Security is None, which is allowed only to this machine itself (127.0.0.1), not to " +
                $"'{smtp.Host}': " +
                "use StartTls or Tls.";
        }

        if (smtp.User.Length > 0 != smtp.Password.Length > 0)
        {
            yield return "Email__Smtp__User and Email__Smtp__Password belong together: set both, or none.";
        }

        if (smtp.CertificateAuthority.Length > 0 && !File.Exists(smtp.CertificateAuthority))
        {
            yield return $"Email__Smtp__CertificateAuthority: there is no file '{smtp.CertificateAuthority}'.";
        }
    }

    private static IEnumerable<string> Check(AcsOptions acs)
    {
        if (!AcsSupport.IsIncluded)
        {
            yield return "Email__Transport is Acs, but this build lacks the package Azure.Communication.Email: publish with " +
                "-p:AcsPackage=true, or use Smtp (ACS answers at smtp.azurecomm.net:587 too) or Pickup.";
        }

        if (acs.Endpoint.Length == 0 && acs.ConnectionString.Length == 0)
        {
            yield return "Email__Acs__Endpoint is missing: give https://<name>.communication.azure.com to sign in with the app's " +
                "identity, or Email__Acs__ConnectionString.";
        }

        if (acs.Endpoint.Length > 0
            && !(Uri.TryCreate(acs.Endpoint, UriKind.Absolute, out var endpoint) && endpoint.Scheme == Uri.UriSchemeHttps))
        {
            yield return $"Email__Acs__Endpoint is '{acs.Endpoint}'; it must be an https address.";
        }
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
