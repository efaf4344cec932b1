using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Blobs;

/// <summary>
/// The right of one instance to work on what a blob stands for. The blob's metadata names the holder and for how long the claim holds
/// from the blob's last write, by storage's own clock; it is written again until it is given up. When the holder dies, the time runs
/// out and another instance may take over. Each write replaces exactly the version that was known, so of two instances one succeeds.
/// </summary>
public sealed class BlobClaim : IAsyncDisposable
{
    private static readonly TimeSpan GiveUpTimeout = TimeSpan.FromSeconds(10);

    private readonly BlobClient _blob;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _clock;
    private readonly string _holder = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _turn = new(1);
    private Dictionary<string, string> _metadata = [];
    private Task _renewal = Task.CompletedTask;
    private bool _isGivenUp;

    private BlobClaim(BlobClient blob, TimeSpan duration, TimeProvider clock)
    {
        (_blob, _duration, _clock) = (blob, duration, clock);
        _lost = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
    }

    /// <summary>The blob's version as this instance wrote it last.</summary>
    public ETag Version { get; private set; }

    /// <summary>Cancelled when the claim could not be renewed in time: another instance may hold it now, so the work must stop.</summary>
    public CancellationToken Lost => _lost.Token;

    // Less than the claim: clocks run apart, and storage tells its time in seconds.
    private TimeSpan TrustedTime => _duration * 5 / 6;

    /// <summary>How long another instance's claim on a blob still holds; zero when there is none, or its time is over.</summary>
    /// <param name="written">The blob's last write.</param>
    /// <param name="now">When storage answered, by its clock.</param>
    public static TimeSpan HeldFor(IDictionary<string, string> metadata, DateTimeOffset written, DateTimeOffset? now) =>
        ClaimMark.HeldFor(metadata, written, now);

    /// <summary>Claims a blob with one write.</summary>
    /// <param name="version">The free version that is known; null to create the blob.</param>
    /// <param name="content">What the blob holds from now on; null to leave it as it is.</param>
    /// <param name="duration">15 to 60 seconds; renewed at every third of it.</param>
    /// <returns>The claim, or null when somebody else wrote the blob meanwhile.</returns>
    public static async Task<BlobClaim?> TryAcquireAsync(BlobClient blob, ETag? version, BinaryData? content,
        IDictionary<string, string> metadata, TimeSpan duration, TimeProvider clock, CancellationToken cancellationToken)
    {
        var claim = new BlobClaim(blob, duration, clock);
        if (!await claim.TryPutAsync(version, content, claim.Mark(metadata, isHeld: true), cancellationToken))
        {
            return null;
        }

        claim._renewal = claim.RenewAsync();
        return claim;
    }

    /// <summary>Writes the blob as its holder.</summary>
    /// <param name="content">Null to leave it as it is.</param>
    /// <exception cref="RequestFailedException">The claim is lost, or storage is out of reach.</exception>
    public Task WriteAsync(BinaryData? content, IDictionary<string, string> metadata, CancellationToken cancellationToken) =>
        WriteAsync(content, Mark(metadata, isHeld: true), cancellationToken);

    /// <summary>Writes the blob for the last time: with it, any instance may claim it at once.</summary>
    /// <inheritdoc cref="WriteAsync(BinaryData?, IDictionary{string, string}, CancellationToken)"/>
    public async Task GiveUpAsync(BinaryData? content, IDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        await _ended.CancelAsync();
        await WriteAsync(content, Mark(metadata, isHeld: false), cancellationToken);
        _isGivenUp = true;
    }

    /// <summary>Deletes the blob as its holder.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        await _ended.CancelAsync();
        await _renewal;
        _isGivenUp = true;
        // A renewal that was cut off may have gone through.
        var version = await FindOwnAsync(cancellationToken) ?? Version;
        await _blob.DeleteIfExistsAsync(conditions: new BlobRequestConditions { IfMatch = version }, cancellationToken: cancellationToken);
    }

    /// <summary>Gives the claim up, unless that was done with the last write.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_isGivenUp && !_lost.IsCancellationRequested)
            {
                using var patience = new CancellationTokenSource(GiveUpTimeout, _clock);
                await GiveUpAsync(null, _metadata, patience.Token);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException || StorageErrors.IsTransient(failure))
        {
            // Lost, deleted or out of reach: its time runs out.
        }

        await _ended.CancelAsync();
        await _renewal;
        _ended.Dispose();
        _lost.Dispose();
        _turn.Dispose();
    }

    private Dictionary<string, string> Mark(IDictionary<string, string> metadata, bool isHeld) =>
        ClaimMark.Add(metadata, _holder, isHeld ? _duration : null);

    private async Task WriteAsync(BinaryData? content, Dictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!await TryPutAsync(Version, content, metadata, cancellationToken))
            {
                await _lost.CancelAsync();
                throw new RequestFailedException(412, $"The claim on {_blob.Name} was lost.", "ConditionNotMet", null);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> TryPutAsync(ETag? version, BinaryData? content, Dictionary<string, string> metadata,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var sent = _clock.GetTimestamp();
            try
            {
                Version = await PutAsync(version, content, metadata, cancellationToken);
                _metadata = metadata;
                var left = TrustedTime - _clock.GetElapsedTime(sent);
                _lost.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
                return true;
            }
            catch (RequestFailedException other) when (other.Status is 409 or 412)
            {
                // The client repeats a write whose answer was lost; then this holder's own first one stands in the way.
                if (await FindOwnAsync(cancellationToken) is not { } own || own == version)
                {
                    return false;
                }

                version = own;
            }
        }
    }

    private async Task<ETag> PutAsync(ETag? version, BinaryData? content, Dictionary<string, string> metadata,
        CancellationToken cancellationToken)
    {
        var inPlace = version is { } known ? new BlobRequestConditions { IfMatch = known }
            : new BlobRequestConditions { IfNoneMatch = ETag.All };
        if (content is null)
        {
            return (await _blob.SetMetadataAsync(metadata, inPlace, cancellationToken)).Value.ETag;
        }

        var options = new BlobUploadOptions
        {
            Conditions = inPlace,
            HttpHeaders = new BlobHttpHeaders { ContentType = content.MediaType },
            Metadata = metadata,
        };
        return (await _blob.UploadAsync(content, options, cancellationToken)).Value.ETag;
    }

    /// <summary>The blob's version where this holder wrote it last; null where somebody else did, or it is gone.</summary>
    private async Task<ETag?> FindOwnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var there = (await _blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return ClaimMark.IsBy(_holder, there.Metadata) ? there.ETag : null;
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            return null;
        }
    }

    private async Task RenewAsync()
    {
        while (!_ended.IsCancellationRequested && !_lost.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_duration / 3, _clock, _ended.Token);
                await RenewOnceAsync();
            }
            catch (RequestFailedException gone) when (gone.Status is 404 or 412)
            {
                await _lost.CancelAsync();
            }
            catch (Exception failure) when (failure is OperationCanceledException || StorageErrors.IsTransient(failure))
            {
                // Ended, or storage is out of reach: then the time that is left decides.
            }
        }
    }

    private async Task RenewOnceAsync()
    {
        await _turn.WaitAsync(_ended.Token);
        try
        {
            // Cut off by the end, so that a renewal that hangs does not hold the last write up; that one finds it to be its own.
            if (!await TryPutAsync(Version, null, _metadata, _ended.Token))
            {
                await _lost.CancelAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
