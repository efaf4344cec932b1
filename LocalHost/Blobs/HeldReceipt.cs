using Antivirus.Blobs;
using Azure;

namespace Antivirus.LocalHost.Blobs;

/// <summary>The receipt of one version of a blob, and the claim that lets this instance alone work on it.</summary>
internal sealed class HeldReceipt(BlobClaim claim, Receipt receipt, Action<ETag> onFinal) : IAsyncDisposable
{
    public Receipt Receipt { get; private set; } = receipt;

    /// <inheritdoc cref="BlobClaim.Lost"/>
    public CancellationToken Lost => claim.Lost;

    /// <summary>Writes the receipt and goes on holding it.</summary>
    /// <exception cref="RequestFailedException">The claim is lost, or storage is out of reach.</exception>
    public async Task WriteAsync(Receipt receipt, CancellationToken cancellationToken)
    {
        await claim.WriteAsync(null, receipt.ToMetadata(), cancellationToken);
        Receipt = receipt;
    }

    /// <summary>Writes what became of the blob and gives it up.</summary>
    /// <exception cref="RequestFailedException">The claim is lost, or storage is out of reach.</exception>
    public async Task EndAsync(Receipt receipt, CancellationToken cancellationToken)
    {
        await claim.GiveUpAsync(null, receipt.ToMetadata(), cancellationToken);
        if (receipt.Final)
        {
            onFinal(claim.Version);
        }
    }

    public ValueTask DisposeAsync() => claim.DisposeAsync();
}
