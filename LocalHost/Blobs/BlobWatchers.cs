using Antivirus.Blobs;
using Antivirus.LocalHost.Discovery;
using Antivirus.LocalHost.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost.Blobs;

/// <summary>A watcher for each function that blobs trigger; at the stop they finish or give back what is in flight.</summary>
internal sealed partial class BlobWatchers(
    FunctionCatalogue catalogue,
    StorageConnections connections,
    IConfiguration configuration,
    BlobRun run,
    HostJson host,
    IOptions<LocalHostOptions> options,
    UnlistableNames names,
    TimeProvider clock,
    ILoggerFactory loggers,
    ILogger<BlobWatchers> logger,
    OnStorageReturned? onReturned = null) : IHostedService, IDisposable
{
    // Some requests for each blob, of which storage answers hundreds a second.
    private static readonly TimeSpan GiveBackTime = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _giveBack = new();
    private List<BlobWatcher> _watchers = [];
    private Task _running = Task.CompletedTask;

    /// <summary>The functions that blobs trigger. Read at start, before anything runs.</summary>
    public IReadOnlyList<BlobFunction> Functions { get; private set; } = [];

    public IReadOnlyList<BlobFunctionStatus> Status() => [.. _watchers.Select(watcher => watcher.Status)];

    /// <exception cref="StartException">A setting is missing, or a function is not one that this host can call.</exception>
    public void Read() => Functions =
        [.. catalogue.All.Where(function => function.Trigger is BlobTriggerAttribute)
            .Select(function => BlobFunction.Read(function, configuration, connections))];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watchers = [.. Functions.Select(Watch)];
        _running = Task.WhenAll(_watchers.Select(watcher =>
            Task.Run(() => watcher.RunAsync(_stopping.Token, _giveBack.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_watchers.Sum(watcher => watcher.Status.InFlight) is var inFlight and > 0)
        {
            LogFinishing(inFlight, options.Value.StopSeconds);
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var time = Task.Delay(TimeSpan.FromSeconds(options.Value.StopSeconds), clock, waiting.Token);
        var outage = StorageProbe.WhenOutOfReachAsync([.. Functions.Select(function => function.Container)], clock, waiting.Token);
        var first = await Task.WhenAny(_running, time, outage);
        await waiting.CancelAsync();
        if (first != _running)
        {
            await GiveBackAsync(isOutage: first == outage, cancellationToken);
        }
    }

    /// <summary>What storage does not take back in time is free when its claim runs out.</summary>
    private async Task GiveBackAsync(bool isOutage, CancellationToken cancellationToken)
    {
        if (isOutage)
        {
            LogOutage();
        }

        await _giveBack.CancelAsync();
        await Task.WhenAny(_running, Task.Delay(GiveBackTime, clock, cancellationToken));
        if (!_running.IsCompleted)
        {
            LogLeft(_watchers.Sum(watcher => watcher.Status.InFlight), options.Value.LeaseSeconds);
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _giveBack.Dispose();
    }

    private BlobWatcher Watch(BlobFunction function)
    {
        var receipts = new ReceiptStore(function, TimeSpan.FromSeconds(options.Value.LeaseSeconds), clock);
        var memory = new BlobMemory(receipts, clock);
        var pending = new PendingBlobs(function, memory, onReturned ?? (_ => Task.CompletedTask), names, clock,
            loggers.CreateLogger<PendingBlobs>());
        return new BlobWatcher(function, pending, memory, run, host, options.Value, clock, loggers.CreateLogger<BlobWatcher>());
    }

    [LoggerMessage(LogLevel.Information,
        "Stopping: blobs in flight: {InFlight}. They have {Seconds} s to finish; what is left then is given back.")]
    private partial void LogFinishing(int inFlight, double seconds);

    [LoggerMessage(LogLevel.Warning,
        "Stopping: storage is out of reach, so that nothing in flight can finish. It is given back without waiting longer.")]
    private partial void LogOutage();

    [LoggerMessage(LogLevel.Warning,
        "Stopping: storage did not take back all that was in flight (blobs: {Left}). Other instances take it over within {Seconds} s.")]
    private partial void LogLeft(int left, int seconds);
}
