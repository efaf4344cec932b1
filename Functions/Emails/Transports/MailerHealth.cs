using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>Whether an email could leave now, without sending one.</summary>
internal sealed class MailerHealth(IOptions<EmailOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        HealthCheckResult.Healthy(await ProbeAsync(cancellationToken));

    private async Task<string> ProbeAsync(CancellationToken cancellationToken)
    {
        var email = options.Value;
        switch (email.Transport)
        {
            case EmailTransport.Smtp:
                using (var line = new TcpClient())
                {
                    await line.ConnectAsync(email.Smtp.Host, email.Smtp.Port, cancellationToken);
                }

                return "Smtp: server reached";

            case EmailTransport.Pickup:
                Directory.CreateDirectory(email.PickupFolder);
                var probe = Path.Combine(email.PickupFolder, $".{Guid.NewGuid():N}.probe");
                await File.WriteAllBytesAsync(probe, [], cancellationToken);
                File.Delete(probe);
                return "Pickup: folder writable";

            default:
                // A status request would cost one of the few that the service allows an hour.
                return $"{email.Transport}: configured";
        }
    }
}
