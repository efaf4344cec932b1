using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>Tells failures that a repeat may heal from those that it cannot.</summary>
internal static class SmtpFailure
{
    /// <summary>Before a refused login is tried again: servers lock an account after a few wrong ones.</summary>
    public static readonly TimeSpan LoginPause = TimeSpan.FromMinutes(5);

    /// <summary>What a failure of the SMTP client means for the email; null when it is none of them.</summary>
    /// <param name="hasAttachment">The email may be tried once more without.</param>
    /// <param name="contentLeft">Some of the content had been sent when it failed.</param>
    public static Exception? From(Exception failure, string server, bool hasAttachment, bool contentLeft) => failure switch
    {
        SmtpCommandException { StatusCode: SmtpStatusCode.ExceededStorageAllocation } tooLarge when hasAttachment =>
            new EmailTooLargeException($"SMTP server {server} answered 552: {tooLarge.Message}", tooLarge),
        SmtpCommandException refused => From(refused, server),
        AuthenticationException { InnerException: SmtpCommandException { StatusCode: SmtpStatusCode.TemporaryAuthenticationFailure } } =>
            new EmailDelayedException($"SMTP server {server} cannot check the login now.", failure),
        AuthenticationException => new EmailDelayedException(
            $"SMTP server {server} refused the login (Email__Smtp__User, Email__Smtp__Password): {failure.Message}", failure)
        { RetryAfter = LoginPause },
        SslHandshakeException => new EmailDelayedException(
            $"The certificate of SMTP server {server} is not trusted, or TLS failed; nothing was sent. Check Email__Smtp__Host and Port, " +
                "or name the authority in Email__Smtp__CertificateAuthority.", failure),
        NotSupportedException => new EmailRefusedException(
            $"SMTP server {server} lacks what this email needs (Email__Smtp__Security, a login, or addresses beyond ASCII): " +
                $"{failure.Message}", failure),
        SocketException or IOException or ProtocolException or ServiceNotConnectedException => new EmailDelayedException(
            $"SMTP server {server} could not be reached or dropped the line: {failure.Message}", failure)
        { MayHaveArrived = contentLeft },
        _ => null,
    };

    private static Exception From(SmtpCommandException refused, string server)
    {
        var reason = $"SMTP server {server} answered {(int)refused.StatusCode} ({refused.ErrorCode}): {refused.Message}";
        return (int)refused.StatusCode >= 500
            ? new EmailRefusedException(reason, refused)
            : new EmailDelayedException(reason, refused);
    }
}
