using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Storage;

/// <summary>What a write link was given for.</summary>
/// <param name="Size">Bytes that the file must have.</param>
/// <param name="ExpiresAt">Until when the link can begin to create the file.</param>
public sealed record UploadPromise(long Size, DateTimeOffset ExpiresAt)
{
    // An upload that began in time may end later.
    private static readonly TimeSpan MaxUploadTime = TimeSpan.FromHours(1);

    /// <summary>Whether a file can be the promised one, by its size and by when it appeared.</summary>
    public bool IsBroken(long size, DateTimeOffset createdOn) => size != Size && createdOn <= ExpiresAt + MaxUploadTime;
}

/// <summary>
/// Remembers for each write link the size that was promised, since the link itself cannot hold a client to it:
/// blob <c>enlaces/{upload}.json</c> beside the ledger, until the file's run has compared both.
/// </summary>
public sealed class UploadPromises(Containers containers, TimeProvider clock)
{
    private const string Folder = "enlaces/";

    /// <returns>The promise for an upload; null when it came, or will come, in another way.</returns>
    public async Task<UploadPromise?> FindAsync(string uploadName, CancellationToken cancellationToken) =>
        (await ReadAsync(uploadName, cancellationToken)).Promise;

    /// <summary>Forgets a promise whose link has expired.</summary>
    /// <returns>Whether a link can still create this upload.</returns>
    public async Task<bool> IsOpenAsync(string uploadName, CancellationToken cancellationToken)
    {
        var (promise, etag) = await ReadAsync(uploadName, cancellationToken);
        if (promise is null || promise.ExpiresAt > clock.GetUtcNow())
        {
            return promise is not null;
        }

        try
        {
            await Entry(uploadName)
                .DeleteIfExistsAsync(conditions: new BlobRequestConditions { IfMatch = etag }, cancellationToken: cancellationToken);
            return false;
        }
        catch (RequestFailedException renewed) when (renewed.Status == 412)
        {
            return true;
        }
    }

    /// <summary>Promises an upload, or promises it anew where the size is the same or the earlier link has expired.</summary>
    /// <returns>False when a link for another size can still create it.</returns>
    public async Task<bool> TryAddAsync(string uploadName, UploadPromise promise, CancellationToken cancellationToken)
    {
        var (earlier, etag) = await ReadAsync(uploadName, cancellationToken);
        if (earlier is not null && earlier.Size != promise.Size && earlier.ExpiresAt > clock.GetUtcNow())
        {
            return false;
        }

        try
        {
            var unchanged = etag is { } known ? new BlobRequestConditions { IfMatch = known }
                : new BlobRequestConditions { IfNoneMatch = ETag.All };
            var json = JsonSerializer.SerializeToUtf8Bytes(promise, UploadPromiseJson.Default.UploadPromise);
            await Entry(uploadName).UploadAsync(new BinaryData(json), new BlobUploadOptions { Conditions = unchanged }, cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            return false;
        }
    }

    public Task DeleteAsync(string uploadName, CancellationToken cancellationToken) =>
        Entry(uploadName).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    private async Task<(UploadPromise? Promise, ETag? ETag)> ReadAsync(string uploadName, CancellationToken cancellationToken)
    {
        try
        {
            var blob = (await Entry(uploadName).DownloadContentAsync(cancellationToken)).Value;
            return (JsonSerializer.Deserialize(blob.Content, UploadPromiseJson.Default.UploadPromise), blob.Details.ETag);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return (null, null);
        }
    }

    private BlobClient Entry(string uploadName) => containers.Ledger.GetBlobClient($"{Folder}{uploadName}.json");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UploadPromise))]
internal sealed partial class UploadPromiseJson : JsonSerializerContext;
