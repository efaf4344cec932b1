using Antivirus.Blobs;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails.Delivery;

/// <summary>
/// Takes up emails that were given back, or whose sender died, when their events may be used up:
/// a trigger tries five times and then leaves the event in its poison queue, while a limit may last an hour.
/// </summary>
internal sealed partial class EmailBacklog(
    EmailLedger ledger,
    ReportNotifier notifier,
    Containers containers,
    IOptions<EmailOptions> options,
    TimeProvider clock,
    ILogger<EmailBacklog> logger) : BackgroundService
{
    /// <summary>Goes through the backlog once.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await foreach (var report in ledger.ListPendingAsync(options.Value.ClaimTime, cancellationToken))
        {
            try
            {
                await notifier.RunAsync(containers.Reports.GetBlobClient(report), report, cancellationToken);
            }
            catch (EmailDelayedException delayed)
            {
                LogStillDelayed(report, delayed.Message);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // As a trigger's host does: one report that cannot be dealt with keeps no other from its email.
                LogFailed(failure, report);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.BacklogEvery == TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.Value.BacklogEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it was, also a listing that cannot be read: a backlog that ended would take the host with it.
                LogOutOfReach(StorageErrors.Describe(failure));
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Email of report {Report} still waits: {Reason}")]
    private partial void LogStillDelayed(string report, string reason);

    [LoggerMessage(LogLevel.Error, "Email of report {Report} could not be dealt with; it is tried again later.")]
    private partial void LogFailed(Exception failure, string report);

    [LoggerMessage(LogLevel.Warning, "The backlog of emails could not be read ({Failure}); it is looked at again later.")]
    private partial void LogOutOfReach(string failure);
}
