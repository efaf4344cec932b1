using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.LocalHost.Blobs;

/// <summary>Gives a function its blob in the form that it asks for.</summary>
internal static class BlobArgument
{
    public const string Known = "Stream, string, byte[], BlobClient, BlockBlobClient, BlobContainerClient";

    public static bool CanBe(Type type) =>
        type == typeof(Stream) || type == typeof(string) || type == typeof(byte[])
        || type == typeof(BlobClient) || type == typeof(BlockBlobClient) || type == typeof(BlobContainerClient);

    /// <exception cref="RequestFailedException">The blob is gone or has changed since it was listed.</exception>
    public static async Task<object> OpenAsync(Type type, BlobContainerClient container, string name, ETag etag,
        CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(name);
        var same = new BlobRequestConditions { IfMatch = etag };
        return type == typeof(BlobClient) ? blob
            : type == typeof(BlockBlobClient) ? container.GetBlockBlobClient(name)
            : type == typeof(BlobContainerClient) ? container
            : type == typeof(Stream)
                ? await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { Conditions = same }, cancellationToken)
            : await DownloadAsync(type, blob, same, cancellationToken);
    }

    private static async Task<object> DownloadAsync(Type type, BlobClient blob, BlobRequestConditions same,
        CancellationToken cancellationToken)
    {
        var content = (await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = same }, cancellationToken)).Value.Content;
        return type == typeof(string) ? content.ToString() : content.ToArray();
    }
}
