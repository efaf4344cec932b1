using System.Net;
using System.Net.Sockets;
using Antivirus.LocalHost.Blobs;
using Antivirus.LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace Antivirus.LocalHost.Emulator;

/// <summary>Keeps Azurite running while the app's storage is the emulator and nobody else runs it.</summary>
internal sealed partial class AzuriteLauncher(AzuriteInstall install, HostFolder home, AzuritePorts ports, TimeProvider clock,
    ILogger<AzuriteLauncher> logger) : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stopping = new();
    private AzuriteProcess? _process;
    private Task _watch = Task.CompletedTask;

    /// <summary>Starts it where it is needed; returns when it listens.</summary>
    /// <exception cref="StartException">It cannot be started.</exception>
    public async Task EnsureAsync(IEnumerable<StorageConnection> connections, CancellationToken cancellationToken)
    {
        if (!connections.Any(connection => connection.Development))
        {
            return;
        }

        if (!await ListensAsync(cancellationToken))
        {
            await StartAsync(cancellationToken);
        }

        _watch = WatchAsync(_stopping.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watch;
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var script = await install.FindAsync(cancellationToken);
        var folder = home.File(".azurite");
        Directory.CreateDirectory(folder);
        LogStarts(ports.Blob, folder);
        _process = AzuriteProcess.Start(script, folder, ports);
        var began = clock.GetTimestamp();
        // The table service is the last to start, and only then does Azurite heed a signal: before, a stop would lose what it was given.
        while (!await ListensAsync(cancellationToken) || !await ConnectsAsync(ports.Table, cancellationToken))
        {
            if (_process.HasExited || clock.GetElapsedTime(began) > StartTimeout)
            {
                var said = _process.LastWords;
                await StopAsync();
                throw new StartException($"Azurite did not start on ports {ports.Blob} and {ports.Queue}. It said: {said}");
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>Another host's Azurite ends with that host, and ours may be killed: then it is started again.</summary>
    private async Task WatchAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(WatchInterval, clock, stopping);
                if (!await ListensAsync(stopping))
                {
                    await StopAsync();
                    await StartAsync(stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (StartException failure)
            {
                LogStillDown(failure.Message);
            }
        }
    }

    private async Task StopAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }
    }

    private async Task<bool> ListensAsync(CancellationToken cancellationToken) =>
        await ConnectsAsync(ports.Blob, cancellationToken) && await ConnectsAsync(ports.Queue, cancellationToken);

    private static async Task<bool> ConnectsAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Starting Azurite on port {Port}; it stores under {Folder}.")]
    private partial void LogStarts(int port, string folder);

    [LoggerMessage(LogLevel.Warning, "The emulator is still down: {Reason}")]
    private partial void LogStillDown(string reason);
}
