using Antivirus.Functions.Observability;
using MailKit.Security;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>Whether an email could leave now, without sending one.</summary>
internal sealed class MailerHealth(IOptions<EmailOptions> options, SmtpMailer smtp, TimeProvider clock) : IHealthCheck, IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(20);

    private readonly CachedProbe _probe = new(clock);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        _probe.GetAsync(ProbeAsync, cancellationToken);

    public void Dispose() => _probe.Dispose();

    private async Task<(HealthCheckResult, TimeSpan)> ProbeAsync(CancellationToken cancellationToken) => options.Value.Transport switch
    {
        EmailTransport.Smtp => await ProbeServerAsync(cancellationToken),
        EmailTransport.Pickup => (HealthCheckResult.Healthy(await ProbeFolderAsync(options.Value.PickupFolder, cancellationToken)), MaxAge),

        // A status request would cost one of the few that the service allows an hour.
        var transport => (HealthCheckResult.Healthy($"{transport}: configured"), MaxAge),
    };

    /// <summary>As far as an email goes before its first command: greeting, EHLO, TLS and login.</summary>
    private async Task<(HealthCheckResult, TimeSpan)> ProbeServerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await smtp.ProbeAsync(cancellationToken);
            return (HealthCheckResult.Healthy("Smtp: server ready"), MaxAge);
        }
        catch (AuthenticationException)
        {
            return (HealthCheckResult.Unhealthy("Smtp: the login is refused, see Email__Smtp__User and Email__Smtp__Password"),
                SmtpFailure.LoginPause);
        }
        catch (SslHandshakeException)
        {
            return (HealthCheckResult.Unhealthy("Smtp: TLS failed, or the certificate is not trusted"), MaxAge);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return (HealthCheckResult.Unhealthy($"Smtp: {failure.GetType().Name}"), MaxAge);
        }
    }

    private static async Task<string> ProbeFolderAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var probe = Path.Combine(folder, $".{Guid.NewGuid():N}.probe");
        await File.WriteAllBytesAsync(probe, "sonda"u8.ToArray(), cancellationToken);
        File.Delete(probe);
        return "Pickup: folder writable";
    }
}
