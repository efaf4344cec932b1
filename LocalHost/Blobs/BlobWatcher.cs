using Antivirus.Blobs;
using Antivirus.LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace Antivirus.LocalHost.Blobs;

/// <summary>Polls the container of one function for new blobs and processes them, several at a time.</summary>
internal sealed partial class BlobWatcher(
    BlobFunction function,
    PendingBlobs pending,
    BlobMemory memory,
    BlobRun run,
    HostJson host,
    LocalHostOptions options,
    TimeProvider clock,
    ILogger<BlobWatcher> logger)
{
    // Listing thousands of blobs must not become all that the host does.
    private const int ListingShare = 10;

    // Azurite, the slowest storage there is, lists a blob in some 0.2 ms. Beyond that a listing waits for other requests,
    // such as many uploads, and those must not be deferred because of it.
    private static readonly TimeSpan MaxTimePerBlob = TimeSpan.FromMilliseconds(0.2);
    private static readonly TimeSpan MaxPollInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OutageReminder = TimeSpan.FromMinutes(1);

    private readonly FairSlots _slots = new(host.MaxDegreeOfParallelism);
    private DateTimeOffset? _outageReported;
    private int _waiting;
    private long _done;
    private long _failedTries;
    private long _poisoned;

    public BlobFunctionStatus Status => new(
        function.Name, function.Path.Container, _outageReported is null ? "ok" : "out of reach", _waiting, memory.InFlight,
        Interlocked.Read(ref _done), Interlocked.Read(ref _failedTries), Interlocked.Read(ref _poisoned));

    /// <summary>Runs until it is to stop, then waits for what is in flight.</summary>
    /// <param name="giveBack">Cancelled when what is in flight may take no more time.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken giveBack)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await PollAsync(stopping, giveBack);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // Told to stop.
            }
        }

        await _slots.WhenIdleAsync();
    }

    /// <summary>The pause before the next poll of a container.</summary>
    /// <param name="listing">How long its last listing took.</param>
    /// <param name="blobs">How many blobs that listing had.</param>
    internal static TimeSpan PauseAfter(TimeSpan listing, int blobs, double pollSeconds)
    {
        var own = Math.Min(listing.TotalSeconds, blobs * MaxTimePerBlob.TotalSeconds);
        return TimeSpan.FromSeconds(Math.Max(pollSeconds, Math.Min(own * ListingShare, MaxPollInterval.TotalSeconds)));
    }

    /// <summary>Lists the container, then starts what slots allow until the next listing is due: a blob that arrives meanwhile may have
    /// the next turn.</summary>
    private async Task PollAsync(CancellationToken stopping, CancellationToken giveBack)
    {
        var began = clock.GetTimestamp();
        List<BlobTask> waiting;
        int listed;
        try
        {
            (waiting, listed) = await pending.ListAsync(stopping);
        }
        catch (Exception trouble) when (!stopping.IsCancellationRequested)
        {
            // Whatever it was, a watcher that ended would lose all uploads to come.
            memory.Doubt();
            ReportOutage(trouble);
            await Task.Delay(OutagePause, clock, stopping);
            return;
        }

        ReportRecovery();
        var due = Task.Delay(PauseAfter(clock.GetElapsedTime(began), listed, options.PollSeconds), clock, stopping);
        do
        {
            var released = _slots.WhenReleased();
            StartNext(waiting, giveBack);
            if (waiting.Count == 0)
            {
                break;
            }

            await Task.WhenAny(due, released);
        }
        while (!due.IsCompleted);

        await due;
    }

    private void StartNext(List<BlobTask> waiting, CancellationToken giveBack)
    {
        while (_slots.TryTake(waiting) is { } task)
        {
            memory.Begin(task);
            _ = Task.Run(() => ProcessAsync(task, giveBack), CancellationToken.None);
        }

        _waiting = waiting.Count;
    }

    private async Task ProcessAsync(BlobTask task, CancellationToken giveBack)
    {
        try
        {
            var (outcome, notBefore) = await run.RunAsync(function, memory.Receipts, task, giveBack);
            Record(task, outcome, notBefore);
        }
        catch (OperationCanceledException) when (giveBack.IsCancellationRequested)
        {
            // Nothing was begun.
        }
        catch (Exception trouble) when (StorageErrors.IsTransient(trouble))
        {
            // Its receipt could not be read or written; the claim runs out, then any instance tries again.
            LogPutOff(function.Name, task.Name, StorageErrors.Describe(trouble));
            memory.Doubt();
            memory.Defer(task, clock.GetUtcNow() + OutagePause);
        }
        catch (Exception bug)
        {
            // Of this host, not of the function: the other blobs must not suffer for it.
            LogBug(bug, function.Name, task.Name);
            memory.Defer(task, clock.GetUtcNow() + MaxPollInterval);
        }
        finally
        {
            memory.End(task);
            _slots.Release(task);
        }
    }

    private void Record(BlobTask task, BlobOutcome outcome, DateTimeOffset? notBefore)
    {
        if (outcome is BlobOutcome.Skipped or BlobOutcome.Done or BlobOutcome.Poisoned)
        {
            memory.Complete(task);
        }
        else if (notBefore is { } time)
        {
            memory.Defer(task, time);
        }

        switch (outcome)
        {
            case BlobOutcome.Done:
                Interlocked.Increment(ref _done);
                break;
            case BlobOutcome.Failed:
                Interlocked.Increment(ref _failedTries);
                break;
            case BlobOutcome.Poisoned:
                Interlocked.Increment(ref _poisoned);
                break;
        }
    }

    private void ReportOutage(Exception trouble)
    {
        var now = clock.GetUtcNow();
        if (_outageReported is not null && now - _outageReported <= OutageReminder)
        {
            return;
        }

        _outageReported = now;
        if (StorageErrors.IsTransient(trouble))
        {
            LogOutage(function.Name, function.Connection.Name, function.Connection.Blobs.Uri.Host, StorageErrors.Describe(trouble));
        }
        else
        {
            LogNoListing(trouble, function.Name, function.Path.Container);
        }
    }

    private void ReportRecovery()
    {
        if (_outageReported is not null)
        {
            _outageReported = null;
            LogRecovery(function.Name, function.Connection.Name);
        }
    }

    [LoggerMessage(LogLevel.Warning,
        "{Function} waits: storage of setting {Connection} at {Address} is out of reach ({Trouble}). It is tried again every 5 s; is the " +
        "setting right, and is storage running?")]
    private partial void LogOutage(string function, string connection, string address, string trouble);

    [LoggerMessage(LogLevel.Information, "{Function} goes on: storage of setting {Connection} is back.")]
    private partial void LogRecovery(string function, string connection);

    [LoggerMessage(LogLevel.Error,
        "{Function} waits: what answered for storage gave no listing of {Container} that can be read. It is tried again every 5 s; " +
        "does a proxy stand before it?")]
    private partial void LogNoListing(Exception failure, string function, string container);

    [LoggerMessage(LogLevel.Error, "{Function} could not be run on {Blob}; it is tried again in a minute.")]
    private partial void LogBug(Exception failure, string function, string blob);

    [LoggerMessage(LogLevel.Warning, "{Function} puts {Blob} off: storage did not answer as it should ({Trouble}).")]
    private partial void LogPutOff(string function, string blob, string trouble);
}
