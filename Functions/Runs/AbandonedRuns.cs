using Antivirus.Blobs;
using Antivirus.Storage.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Runs;

/// <summary>
/// Ends runs whose process died in the last try that the Functions host makes: it leaves their event in its poison queue and tells
/// nobody, and the run would say Running for ever.
/// </summary>
internal sealed partial class AbandonedRuns(
    RunLedger ledger,
    GivenUpRuns givenUp,
    IOptions<RunOptions> options,
    TimeProvider clock,
    ILogger<AbandonedRuns> logger) : BackgroundService
{
    // An event whose process died comes again within some ten minutes; after so long none will.
    private static readonly TimeSpan MaxSilence = TimeSpan.FromHours(1);

    /// <summary>Goes through the ledger once.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await foreach (var run in ledger.ListAbandonedAsync(cancellationToken))
        {
            if (run.Attempt < options.Value.MaxFailures && clock.GetUtcNow() - run.StartedAt < MaxSilence)
            {
                continue;
            }

            try
            {
                await givenUp.GiveUpAsync(run.Upload, run.UploadETag.Trim('"'),
                    $"the process died in try {run.Attempt} and no further one follows", cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // One that cannot be ended keeps no other from its end.
                LogFailed(run.Upload, StorageErrors.Describe(failure));
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.MaxFailures is null)
        {
            return;
        }

        while (true)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it was, a sweep that ended would take the host with it.
                LogOutOfReach(StorageErrors.Describe(failure));
            }

            await Task.Delay(options.Value.SweepInterval, clock, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning,
        "Run of {Cohort} was left by its process and could not be ended ({Failure}); it is tried again later.")]
    private partial void LogFailed(string cohort, string failure);

    [LoggerMessage(LogLevel.Warning, "The ledger could not be searched for runs that were left ({Failure}); it is looked at again later.")]
    private partial void LogOutOfReach(string failure);
}
