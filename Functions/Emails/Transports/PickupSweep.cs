using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>Deletes emails from the pickup folder that are older than <c>Email__PickupDays</c>, at the start and daily.</summary>
internal sealed partial class PickupSweep(IOptions<EmailOptions> options, TimeProvider clock, ILogger<PickupSweep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    /// <summary>Deletes what is too old; also what a process that was killed left half written.</summary>
    public void Sweep()
    {
        if (options.Value.PickupDays == 0 || !Directory.Exists(options.Value.PickupFolder))
        {
            return;
        }

        var before = clock.GetUtcNow().UtcDateTime.AddDays(-options.Value.PickupDays);
        var old = Directory.EnumerateFiles(options.Value.PickupFolder)
            .Where(file => file.EndsWith(".eml", StringComparison.Ordinal) || file.EndsWith(".eml.part", StringComparison.Ordinal))
            .Where(file => File.GetLastWriteTimeUtc(file) < before)
            .ToList();
        old.ForEach(File.Delete);
        if (old.Count > 0)
        {
            LogDeleted(old.Count);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                Sweep();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                LogFailed(failure.GetType().Name);
            }

            await Task.Delay(Interval, clock, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Emails in the pickup folder that were older than Email__PickupDays are deleted: {Deleted}.")]
    private partial void LogDeleted(int deleted);

    [LoggerMessage(LogLevel.Warning,
        "Old emails in the pickup folder could not be deleted ({Failure}); they are looked at again tomorrow.")]
    private partial void LogFailed(string failure);
}
