namespace Antivirus.LocalHost.Blobs;

/// <summary>Lets a blob at which an instance died be worked on alone: when it dies again, it is known which blob did it.</summary>
internal sealed class WorkPlaces(TimeProvider clock) : IDisposable
{
    // What is in work may take half an hour; new blobs must not wait that long for a suspect's turn.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _entrance = new(1);
    private readonly Lock _lock = new();
    private TaskCompletionSource _empty = new();
    private int _inWork;

    /// <summary>Takes a place; alone when that is asked for and the others finish within a minute.</summary>
    public async Task<WorkPlace> EnterAsync(bool alone, CancellationToken cancellationToken)
    {
        await _entrance.WaitAsync(cancellationToken);
        var isAlone = false;
        try
        {
            isAlone = alone && await IsEmptyAsync(cancellationToken);
            lock (_lock)
            {
                _inWork++;
            }

            return new WorkPlace(this, isAlone);
        }
        finally
        {
            // Who is alone keeps the entrance until the end.
            _ = isAlone ? 0 : _entrance.Release();
        }
    }

    public void Dispose() => _entrance.Dispose();

    internal void Leave(bool isAlone)
    {
        lock (_lock)
        {
            if (--_inWork == 0)
            {
                _empty.TrySetResult();
            }
        }

        _ = isAlone ? _entrance.Release() : 0;
    }

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        Task empty;
        lock (_lock)
        {
            if (_inWork == 0)
            {
                return true;
            }

            _empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            empty = _empty.Task;
        }

        try
        {
            await empty.WaitAsync(MaxWait, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

/// <summary>The right to work on one blob, until it is disposed.</summary>
/// <param name="IsAlone">Nothing else is in work in this process.</param>
internal sealed record WorkPlace(WorkPlaces Places, bool IsAlone) : IDisposable
{
    public void Dispose() => Places.Leave(IsAlone);
}
