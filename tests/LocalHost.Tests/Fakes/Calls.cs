using System.Collections.Concurrent;

namespace Antivirus.LocalHost.Tests.Fakes;

/// <summary>Counts the calls of a test's functions, and does on each what the test says.</summary>
internal sealed class Calls
{
    private readonly ConcurrentQueue<string> _begun = new();
    private readonly ConcurrentQueue<string> _finished = new();
    private int _running;
    private int _mostAtOnce;

    public Func<string, CancellationToken, Task> OnCall { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyCollection<string> Begun => _begun;

    public IReadOnlyCollection<string> Finished => _finished;

    public int Running => Volatile.Read(ref _running);

    public int MaxAtOnce => _mostAtOnce;

    public async Task AddAsync(string what, CancellationToken cancellationToken)
    {
        var running = Interlocked.Increment(ref _running);
        lock (_begun)
        {
            _mostAtOnce = Math.Max(_mostAtOnce, running);
        }

        _begun.Enqueue(what);
        try
        {
            await OnCall(what, cancellationToken);
            _finished.Enqueue(what);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
