using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Antivirus.Support;

/// <summary>The app as a process that is killed and started again, on one address.</summary>
internal sealed class ChaosHost(string name, string appFolder, IReadOnlyDictionary<string, string> settings, string log)
    : IAsyncDisposable
{
    private readonly int _port = FreePort();
    private readonly Lock _lock = new();
    private readonly List<DateTimeOffset> _kills = [];
    private Process? _process;

    public string Name => name;

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>When it was killed.</summary>
    public IReadOnlyList<DateTimeOffset> Kills => _kills;

    /// <param name="clockHours">How wrong its clock is.</param>
    public void Start(int clockHours)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(log)!,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(appFolder, "Antivirus.Functions.dll"));
        start.ArgumentList.Add("--port");
        start.ArgumentList.Add(_port.ToString(CultureInfo.InvariantCulture));
        foreach (var (variable, value) in settings.Concat(ShiftedClock.SettingsFor(clockHours)))
        {
            start.Environment[variable] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>As <c>kill -9</c> does: no goodbye.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _kills.Add(DateTimeOffset.UtcNow);
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private void Keep(string? line)
    {
        lock (_lock)
        {
            File.AppendAllText(log, line + Environment.NewLine);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
