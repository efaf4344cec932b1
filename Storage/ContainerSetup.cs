using Antivirus.Blobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Antivirus.Storage;

/// <summary>Creates the containers that are missing, at the start and whenever one is; keeps trying while storage is out of
/// reach.</summary>
internal sealed partial class ContainerSetup(Containers containers, TimeProvider clock, ILogger<ContainerSetup> logger) : BackgroundService
{
    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(5);

    // Somebody may delete one while the app runs; the tries of an upload must outlast that.
    private static readonly TimeSpan CheckTime = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            foreach (var container in containers.All)
            {
                while (!await TryCreateAsync(container, stoppingToken))
                {
                    await Task.Delay(RetryTime, clock, stoppingToken);
                }
            }

            if (isFirst && await IsEmulatorAsync(stoppingToken))
            {
                LogEmulator(StorageKind.EmulatorWarning);
            }

            await Task.Delay(CheckTime, clock, stoppingToken);
        }
    }

    private async Task<bool> TryCreateAsync(Azure.Storage.Blobs.BlobContainerClient container, CancellationToken cancellationToken)
    {
        try
        {
            await Containers.CreateMissingAsync(container, cancellationToken);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever answered in the place of storage: a setup that ended would take the host with it.
            LogOutOfReach(container.Name, container.AccountName, StorageErrors.Describe(failure));
            return false;
        }
    }

    private async Task<bool> IsEmulatorAsync(CancellationToken cancellationToken)
    {
        try
        {
            return StorageKind.IsEmulator((await containers.Ledger.ExistsAsync(cancellationToken)).GetRawResponse());
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && StorageErrors.IsTransient(failure))
        {
            // Out of reach again: health says which storage it is.
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Storage is {Warning}.")]
    private partial void LogEmulator(string warning);

    [LoggerMessage(LogLevel.Warning,
        "Container {Container} on account {Account} is out of reach ({Failure}); trying again in 5 s. Is AntivirusStorage right, and is " +
        "storage running?")]
    private partial void LogOutOfReach(string container, string account, string failure);
}
