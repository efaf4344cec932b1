using Azure.Storage.Blobs.Models;

namespace Antivirus.Functions.Api;

/// <summary>
/// Lets calls that come while a listing runs share the next one: what a call gets was listed after it came,
/// and however many call, storage is asked by two at a time for one institution, and by a few in all.
/// </summary>
internal sealed class SharedListings : IDisposable
{
    private const int AtOnce = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _places = new(AtOnce);

    /// <param name="key">What is listed; the same key must mean the same list.</param>
    /// <param name="list">Lists it; takes no token, since others may wait for it when this caller has gone.</param>
    public Task<IReadOnlyList<BlobItem>> GetAsync(string key, Func<Task<IReadOnlyList<BlobItem>>> list, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_turns.TryGetValue(key, out var turn))
            {
                turn.Next ??= RunAsync(key, turn, turn.Running, list);
                return turn.Next.WaitAsync(cancellationToken);
            }

            turn = new Turn();
            turn.Next = RunAsync(key, turn, Task.CompletedTask, list);
            _turns.Add(key, turn);
            return turn.Next.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<IReadOnlyList<BlobItem>> RunAsync(string key, Turn turn, Task before, Func<Task<IReadOnlyList<BlobItem>>> list)
    {
        // Leaves the caller's lock; whether the listing before went well is for those who wait for it.
        await Task.Yield();
        await Task.WhenAny(before);
        await _places.WaitAsync(CancellationToken.None);
        try
        {
            Begin(turn);
            return await list();
        }
        finally
        {
            _places.Release();
            End(key, turn);
        }
    }

    /// <summary>From here on a call comes too late for this listing.</summary>
    private void Begin(Turn turn)
    {
        lock (_lock)
        {
            (turn.Running, turn.Next) = (turn.Next!, null);
        }
    }

    private void End(string key, Turn turn)
    {
        lock (_lock)
        {
            if (turn.Next is null)
            {
                _turns.Remove(key);
            }
        }
    }

    private sealed class Turn
    {
        public Task<IReadOnlyList<BlobItem>> Running { get; set; } = Task.FromResult<IReadOnlyList<BlobItem>>([]);

        public Task<IReadOnlyList<BlobItem>>? Next { get; set; }
    }
}
