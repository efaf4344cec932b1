using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Erasure;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Storage.Erasure;

/// <summary>Writes a blob anew without some of its rows, in place of exactly the version that was read, and deletes its
/// snapshots.</summary>
internal static class RowRemoval
{
    /// <param name="beforeCommit">
    /// Told the version that is replaced, the SHA-256 of the new content before anybody can see it, and the metadata that the blob will
    /// have; false stops the writing.
    /// </param>
    /// <returns>What was written; null when the blob changed meanwhile, or the writing was stopped.</returns>
    public static async Task<RemovedRows?> WriteAsync(BlobContainerClient container, string name, ReadingSummary? reading,
        StudentRowSet rows, Func<ETag, string, IDictionary<string, string>, Task<bool>> beforeCommit,
        CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(name);
        try
        {
            var before = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            var unchanged = new BlobRequestConditions { IfMatch = before.ETag };
            var open = new BlobOpenReadOptions(allowModifications: false) { Conditions = unchanged };
            await using var content = await blob.OpenReadAsync(open, cancellationToken);
            await using var writer = new BlockBlobWriter(container.GetBlockBlobClient(name));
            var isMadeAnew = await RowEraser.WriteAsync(content, writer, reading, rows, cancellationToken);
            var metadata = new Dictionary<string, string>(before.Metadata, StringComparer.OrdinalIgnoreCase);
            if (!await beforeCommit(before.ETag, writer.Sha256, metadata))
            {
                return null;
            }

            await writer.CommitAsync(new CommitBlockListOptions
            {
                Conditions = unchanged,
                HttpHeaders = new BlobHttpHeaders { ContentType = before.ContentType },
                Metadata = metadata,
            }, cancellationToken);
            await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.OnlySnapshots, cancellationToken: cancellationToken);
            return new RemovedRows((await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag, isMadeAnew);
        }
        catch (RequestFailedException failure) when (failure.Status is 404 or 409 or 412)
        {
            return null;
        }
    }
}

/// <summary>A blob that was written without some of its rows.</summary>
/// <param name="IsMadeAnew">Whether it is a workbook of which only the values of one sheet are left.</param>
internal sealed record RemovedRows(ETag Version, bool IsMadeAnew);
