namespace Antivirus.LocalHost.Blobs;

/// <summary>
/// The slots of one function, shared by the folders that its blobs lie in: a slot goes to the folder that holds fewest, and where two hold
/// as many, to the one whose last turn is longer ago. One slot always stays free of the folder that holds the others, so that a folder full
/// of slow files never holds up another.
/// </summary>
internal sealed class FairSlots(int count)
{
    private readonly int _maxOfFolder = Math.Max(1, count - 1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lastTurns = new(StringComparer.Ordinal);
    private TaskCompletionSource _released = NewSignal();
    private int _inUse;
    private long _turns;

    /// <summary>Takes a slot for one of the waiting blobs, and the blob out of them; null where none may have a slot now.</summary>
    /// <param name="waiting">Oldest first.</param>
    public BlobTask? TryTake(List<BlobTask> waiting)
    {
        lock (_lock)
        {
            if (_inUse == count || waiting.Where(task => Held(task) < _maxOfFolder).MinBy(Rank) is not { } next)
            {
                return null;
            }

            var folder = FolderOf(next);
            _held[folder] = Held(next) + 1;
            _lastTurns[folder] = ++_turns;
            _inUse++;
            waiting.Remove(next);
            return next;
        }
    }

    public void Release(BlobTask task)
    {
        lock (_lock)
        {
            _held[FolderOf(task)]--;
            _inUse--;
            _released.TrySetResult();
            _released = NewSignal();
        }
    }

    /// <summary>Completes with the next release of a slot. Ask for it before <see cref="TryTake"/>, lest a release between be
    /// missed.</summary>
    public Task WhenReleased()
    {
        lock (_lock)
        {
            return _released.Task;
        }
    }

    /// <summary>Completes when no slot is in use.</summary>
    public async Task WhenIdleAsync()
    {
        while (true)
        {
            var released = WhenReleased();
            lock (_lock)
            {
                if (_inUse == 0)
                {
                    return;
                }
            }

            await released;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string FolderOf(BlobTask task) => task.Name.Split('/', 2) is [var folder, _] ? folder : "";

    private int Held(BlobTask task) => _held.GetValueOrDefault(FolderOf(task));

    private (int Held, long LastTurn) Rank(BlobTask task) => (Held(task), _lastTurns.GetValueOrDefault(FolderOf(task)));
}
