using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Blobs;

/// <summary>
/// The right of one instance to work on what a blob stands for: its lease, renewed until it is disposed.
/// When the holder dies, the lease runs out and another instance may take over.
/// </summary>
public sealed class BlobLease : IAsyncDisposable
{
    private static readonly TimeSpan AcquireInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(10);

    private readonly BlobLeaseClient _lease;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _released = new();
    private readonly Task _renewal;

    private BlobLease(BlobClient blob, BlobLeaseClient lease, TimeSpan duration, TimeProvider clock)
    {
        Blob = blob;
        _lease = lease;
        _duration = duration;
        _clock = clock;
        _lost = new CancellationTokenSource(TrustedTime, clock);
        _renewal = RenewAsync();
    }

    public BlobClient Blob { get; }

    /// <summary>Cancelled when the lease could not be renewed in time: another instance may hold it now, so the work must stop.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>The condition under which only the holder may write or delete the blob.</summary>
    public BlobRequestConditions HolderOnly => new() { LeaseId = _lease.LeaseId };

    // Less than the lease: the answer that granted it took time as well.
    private TimeSpan TrustedTime => _duration * 5 / 6;

    /// <summary>Acquires the lease of an existing blob.</summary>
    /// <param name="duration">15 to 60 seconds, as Azure Storage limits it; renewed at every third of it.</param>
    /// <returns>The lease, or null when another instance holds it.</returns>
    public static Task<BlobLease?> TryAcquireAsync(BlobClient blob, TimeSpan duration, TimeProvider clock,
        CancellationToken cancellationToken) =>
        TryAcquireAsync(blob, version: null, duration, clock, cancellationToken);

    /// <summary>Acquires the lease of an existing blob that is still as it was read, so that it need not be read again under the
    /// lease.</summary>
    /// <param name="version">The version that was read; null for whichever is there.</param>
    /// <inheritdoc cref="TryAcquireAsync(BlobClient, TimeSpan, TimeProvider, CancellationToken)" path="/param"/>
    /// <returns>The lease, or null when another instance holds it or has written the blob since.</returns>
    public static async Task<BlobLease?> TryAcquireAsync(BlobClient blob, ETag? version, TimeSpan duration, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var lease = blob.GetBlobLeaseClient();
        try
        {
            await lease.AcquireAsync(duration, new RequestConditions { IfMatch = version }, cancellationToken);
            return new BlobLease(blob, lease, duration, clock);
        }
        catch (RequestFailedException refused) when (refused.Status == 409 || (refused.Status == 412 && version is not null))
        {
            return null;
        }
    }

    /// <summary>Waits until no other instance holds the lease of an existing blob, then acquires it.</summary>
    /// <inheritdoc cref="TryAcquireAsync(BlobClient, TimeSpan, TimeProvider, CancellationToken)" path="/param"/>
    public static async Task<BlobLease> AcquireAsync(BlobClient blob, TimeSpan duration, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryAcquireAsync(blob, duration, clock, cancellationToken) is { } lease)
            {
                return lease;
            }

            await Task.Delay(AcquireInterval, clock, cancellationToken);
        }
    }

    /// <summary>Releases the lease, so that any instance may acquire it at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync();
        await _renewal;
        try
        {
            using var timeout = new CancellationTokenSource(ReleaseTimeout, _clock);
            await _lease.ReleaseAsync(cancellationToken: timeout.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException || StorageErrors.IsTransient(failure))
        {
            // Lost, deleted or out of reach: the lease expires by itself.
        }

        _released.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        while (!_released.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_duration / 3, _clock, _released.Token);
                await _lease.RenewAsync(cancellationToken: _released.Token);
                _lost.CancelAfter(TrustedTime);
            }
            catch (RequestFailedException refused) when (refused.Status is 404 or 409 or 412)
            {
                await _lost.CancelAsync();
                return;
            }
            catch (Exception failure) when (failure is OperationCanceledException || StorageErrors.IsTransient(failure))
            {
                // Released, or storage is out of reach: then the time that is left decides.
            }
        }
    }
}
