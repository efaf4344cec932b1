using Antivirus.Blobs;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Storage.Retention;

/// <summary>
/// Deletes what is older than the settings keep it, at the start and daily, and hourly what uploads that were killed left behind.
/// </summary>
public sealed partial class StorageSweep(Containers containers, IOptions<RetentionOptions> options, TimeProvider clock,
    ILogger<StorageSweep> logger) : BackgroundService
{
    /// <summary>Folder of the ledger's container where a file waits whose institution is named behind it.</summary>
    public const string WaitingFolder = "cargas/";

    // Of the ledger's container, all but the addresses that institutions added.
    private static readonly string[] LedgerFolders = ["runs/", "emails/", "outcomes/", "enlaces/"];

    /// <summary>A file waits for seconds; after so long its request is dead.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

    /// <summary>The slowest upload that the host lets go on stages a block in less, and so does a run; blocks of a writer that has staged
    /// none for so long are those of a host that was killed.</summary>
    private static readonly TimeSpan MaxBlockTime = TimeSpan.FromHours(6);

    /// <summary>Deletes what is too old.</summary>
    public async Task ApplyRetentionAsync(CancellationToken cancellationToken)
    {
        var keep = options.Value;
        var deleted = await DeleteOlderAsync(containers.Uploads, null, keep.UploadDays, cancellationToken)
            + await DeleteOlderAsync(containers.Reports, null, keep.ReportDays, cancellationToken)
            + await DeleteOlderAsync(containers.Audit, null, keep.AuditDays, cancellationToken);
        foreach (var folder in LedgerFolders)
        {
            deleted += await DeleteOlderAsync(containers.Ledger, folder, keep.LedgerDays, cancellationToken);
        }

        if (deleted > 0)
        {
            LogDeleted(deleted);
        }
    }

    /// <summary>Deletes files that wait for their institution and whose request was killed, and blocks that were never committed.</summary>
    public async Task DeleteWaitingAsync(CancellationToken cancellationToken)
    {
        var deleted = await DeleteAsync(containers.Ledger, WaitingFolder, MaxWait, cancellationToken)
            + await DropStagedAsync(containers.Ledger, WaitingFolder, cancellationToken)
            + await DropStagedAsync(containers.Uploads, null, cancellationToken)
            + await DropStagedAsync(containers.Reports, null, cancellationToken);
        if (deleted > 0)
        {
            LogLeft(deleted);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(DeleteWaitingAsync, TimeSpan.FromHours(1), stoppingToken),
        RepeatAsync(ApplyRetentionAsync, TimeSpan.FromDays(1), stoppingToken));

    private async Task RepeatAsync(Func<CancellationToken, Task> sweep, TimeSpan interval, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await sweep(stoppingToken);
            }
            catch (RequestFailedException failure) when (failure.Status == 404)
            {
                // The containers are being made: there is nothing old yet.
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it was, a sweep that ended would take the host with it.
                LogOutOfReach(StorageErrors.Describe(failure));
            }

            await Task.Delay(interval, clock, stoppingToken);
        }
    }

    private static Task<int> DeleteOlderAsync(BlobContainerClient container, string? prefix, int days,
        CancellationToken cancellationToken) =>
        days == 0 ? Task.FromResult(0)
            : DeleteAsync(container, prefix, TimeSpan.FromDays(days), cancellationToken);

    private static async Task<int> DeleteAsync(BlobContainerClient container, string? prefix, TimeSpan age,
        CancellationToken cancellationToken)
    {
        var before = await GetNowAsync(container, cancellationToken) - age;
        var deleted = 0;
        await foreach (var blob in BlobListing.ListAsync(container, BlobTraits.None, prefix, [], cancellationToken))
        {
            if (blob.Properties.LastModified < before && await TryDeleteAsync(container, blob, cancellationToken))
            {
                deleted++;
            }
        }

        return deleted;
    }

    private static async Task<int> DropStagedAsync(BlobContainerClient container, string? prefix, CancellationToken cancellationToken)
    {
        var before = await GetNowAsync(container, cancellationToken) - MaxBlockTime;
        var dropped = 0;
        await foreach (var blob in BlobListing.ListAsync(container, BlobTraits.None, prefix, [], cancellationToken, BlobStates.Uncommitted))
        {
            // A blob of which nothing is committed is listed without a length, or with none.
            if (blob.Properties.ContentLength is null or 0
                && await StagedBlocks.TryDropAsync(container.GetBlockBlobClient(blob.Name), before, cancellationToken))
            {
                dropped++;
            }
        }

        return dropped;
    }

    /// <summary>By storage's own clock, as the times of its files: a host that is a year fast would delete what came yesterday.</summary>
    private static async Task<DateTimeOffset> GetNowAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        var answer = (await container.GetPropertiesAsync(cancellationToken: cancellationToken)).GetRawResponse();
        return answer.Headers.Date ?? throw new InvalidDataException("Storage's answer has no date.");
    }

    /// <summary>Of one that changed meanwhile, or is in work, the next sweep decides.</summary>
    private static async Task<bool> TryDeleteAsync(BlobContainerClient container, BlobItem blob, CancellationToken cancellationToken)
    {
        try
        {
            var unchanged = new BlobRequestConditions { IfMatch = blob.Properties.ETag };
            return await container.GetBlobClient(blob.Name)
                .DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, unchanged, cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Files that were older than Retention__… keeps them are deleted: {Deleted}.")]
    private partial void LogDeleted(int deleted);

    [LoggerMessage(LogLevel.Warning, "What killed uploads had left is deleted: {Deleted}.")]
    private partial void LogLeft(int deleted);

    [LoggerMessage(LogLevel.Warning, "Old files could not be swept ({Failure}); they are looked at again later.")]
    private partial void LogOutOfReach(string failure);
}
