using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.LocalHost.Blobs;

/// <summary>The right to work on one version of a blob, renewed until it is disposed.</summary>
internal sealed class ReceiptLease : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly BlobClient _blob;
    private readonly BlobLeaseClient _lease;
    private readonly TimeSpan _time;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _renewal;

    public ReceiptLease(BlobClient blob, BlobLeaseClient lease, TimeSpan time, Receipt receipt, TimeProvider clock)
    {
        _blob = blob;
        _lease = lease;
        _time = time;
        _clock = clock;
        Receipt = receipt;
        _lost = new CancellationTokenSource(Trusted(time), clock);
        _renewal = RenewAsync();
    }

    public Receipt Receipt { get; private set; }

    /// <summary>Cancelled when another instance may have taken over.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <exception cref="RequestFailedException">The lease is lost, or storage is out of reach.</exception>
    public async Task WriteAsync(Receipt receipt, CancellationToken cancellationToken)
    {
        await _blob.SetMetadataAsync(receipt.ToMetadata(), new BlobRequestConditions { LeaseId = _lease.LeaseId }, cancellationToken);
        Receipt = receipt;
    }

    /// <summary>Lets go, so that any instance may go on at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _renewal;
        try
        {
            using var patience = new CancellationTokenSource(Patience, _clock);
            await _lease.ReleaseAsync(cancellationToken: patience.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException || StorageTrouble.Is(failure))
        {
            // It runs out by itself.
        }

        _over.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_time / 3, _clock, _over.Token);
                await _lease.RenewAsync(cancellationToken: _over.Token);
                _lost.CancelAfter(Trusted(_time));
            }
            catch (RequestFailedException refused) when (refused.Status is 404 or 409 or 412)
            {
                await _lost.CancelAsync();
                return;
            }
            catch (Exception failure) when (failure is OperationCanceledException || StorageTrouble.Is(failure))
            {
                // Over, or storage is out of reach: then the time that is left decides.
            }
        }
    }

    // The answer that granted the lease took time as well.
    private static TimeSpan Trusted(TimeSpan time) => time * 0.9;
}
