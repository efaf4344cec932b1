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

        var finished = await Task.WhenAny(_running, Task.Delay(TimeSpan.FromSeconds(options.Value.StopSeconds), clock, cancellationToken));
        if (finished != _running)
        {
            await _giveBack.CancelAsync();
        }

        await _running.WaitAsync(cancellationToken);
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
        "Stopping: {InFlight} blobs are in flight and have {Seconds} s to finish; what is left then is given back.")]
    private partial void LogFinishing(int inFlight, double seconds);
}
