using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Transports;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Tests.Emails.Transports;

/// <summary>The SMTP transport, set up for a server on a port of this machine.</summary>
internal static class SmtpMailers
{
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(60);

    public static SmtpMailer To(int port, Action<SmtpOptions>? settings = null, TimeProvider? clock = null)
    {
        var options = SampleEmails.Sender();
        options.SendTimeout = SendTimeout;
        (options.Smtp.Host, options.Smtp.Port, options.Smtp.Security) = ("127.0.0.1", port, SmtpSecurity.None);
        settings?.Invoke(options.Smtp);
        return new SmtpMailer(Options.Create(options), clock ?? TimeProvider.System);
    }
}
