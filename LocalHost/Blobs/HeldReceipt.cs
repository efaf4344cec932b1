using Antivirus.Blobs;
using Azure;

namespace Antivirus.LocalHost.Blobs;

/// <summary>The receipt of one version of a blob, and the lease that lets this instance alone work on it.</summary>
internal sealed class HeldReceipt(BlobLease lease, Receipt receipt, ReceiptStore store) : IAsyncDisposable
{
    public Receipt Receipt { get; private set; } = receipt;

    /// <inheritdoc cref="BlobLease.Lost"/>
    public CancellationToken Lost => lease.Lost;

    /// <exception cref="RequestFailedException">The lease is lost, or storage is out of reach.</exception>
    public async Task WriteAsync(Receipt receipt, CancellationToken cancellationToken)
    {
        var written = await lease.Blob.SetMetadataAsync(receipt.ToMetadata(), lease.HolderOnly, cancellationToken);
        store.Remember(lease.Blob, written.Value.ETag);
        Receipt = receipt;
    }

    public ValueTask DisposeAsync() => lease.DisposeAsync();
}
