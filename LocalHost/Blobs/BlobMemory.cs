using System.Collections.Concurrent;
using Azure;

namespace Antivirus.LocalHost.Blobs;

/// <summary>What this instance knows of the blobs of one container, so that a listing alone tells which are pending.</summary>
internal sealed class BlobMemory(ReceiptStore receipts, TimeProvider clock)
{
    private static readonly TimeSpan ReceiptsAge = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, BlobTask> _inFlight = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _completed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string ETag, DateTimeOffset NotBefore)> _deferred = new(StringComparer.Ordinal);
    private Dictionary<string, (Receipt Receipt, ETag? Version)>? _receipts;
    private DateTimeOffset _receiptsLoaded;
    private volatile bool _isDoubtful;

    public ReceiptStore Receipts => receipts;

    public int InFlight => _inFlight.Count;

    public void Begin(BlobTask task) => _inFlight[task.Name] = task;

    public void End(BlobTask task) => _inFlight.TryRemove(task.Name, out _);

    public void Complete(BlobTask task)
    {
        _completed[task.Name] = task.ETag;
        _deferred.TryRemove(task.Name, out _);
    }

    public void Defer(BlobTask task, DateTimeOffset notBefore) => _deferred[task.Name] = (task.ETag, notBefore);

    /// <summary>Storage failed: it may come back as it was some seconds before.</summary>
    public void Doubt() => _isDoubtful = true;

    /// <summary>Whether storage may be older than this memory: it failed since the last look, or the last receipt that was written is
    /// gone.</summary>
    public async Task<bool> MayBeAheadAsync(CancellationToken cancellationToken) =>
        _isDoubtful || await receipts.IsLastWriteLostAsync(cancellationToken);

    /// <summary>Forgets what storage may have lost; the receipts that are there now count.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _isDoubtful = false;
        try
        {
            _receipts = await receipts.LoadAsync(cancellationToken);
        }
        catch
        {
            _isDoubtful = true;
            throw;
        }

        _completed.Clear();
        _deferred.Clear();
    }

    /// <summary>Loads the receipts at the start, and once a day to forget those without a blob.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_receipts is null && clock.GetUtcNow() - _receiptsLoaded > ReceiptsAge)
        {
            _receipts = await receipts.LoadAsync(cancellationToken);
        }
    }

    public bool IsPending(string name, string etag, DateTimeOffset now)
    {
        if (_completed.TryGetValue(name, out var known) && known == etag)
        {
            return false;
        }

        if (_inFlight.ContainsKey(name)
            || (_deferred.TryGetValue(name, out var deferred) && deferred.ETag == etag && !Receipt.IsDue(deferred.NotBefore, now)))
        {
            return false;
        }

        if (_receipts is not null && _receipts.TryGetValue(ReceiptStore.KeyOf(name), out var kept) && kept.Receipt.ETag == etag
            && kept.Receipt.Final)
        {
            _completed[name] = etag;
            return false;
        }

        return true;
    }

    /// <summary>Keeps memory, and once a day the receipts, no larger than the container.</summary>
    public async Task ForgetAbsentAsync(HashSet<string> present, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var gone in _completed.Keys.Concat(_deferred.Keys).Where(name => !present.Contains(name)))
        {
            _completed.TryRemove(gone, out _);
            _deferred.TryRemove(gone, out _);
        }

        if (_receipts is { } loaded)
        {
            var keys = present.Select(ReceiptStore.KeyOf).ToHashSet(StringComparer.Ordinal);
            // One that is begun may still be in work.
            var absent = loaded.Where(kept => !keys.Contains(kept.Key) && kept.Value.Receipt.State != ReceiptState.Running);
            await receipts.ForgetAsync(absent.Select(kept => (kept.Key, kept.Value.Version)), cancellationToken);
            _receipts = null;
            _receiptsLoaded = now;
        }
    }
}
