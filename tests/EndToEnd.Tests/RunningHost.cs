using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Antivirus.EndToEnd.Tests;

/// <summary>The published app as a process of its own, on a free port, with its mail in a folder of the test.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private RunningHost(Process process, Uri address)
    {
        _process = process;
        Address = address;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>All that the host said so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The most memory that the host has had in use since it started, in bytes.</summary>
    public long PeakMemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    public static async Task<RunningHost> StartAsync(string connectionString, string mailFolder,
        params (string Name, string Value)[] settings)
    {
        var host = await StartUnhealthyAsync(connectionString, mailFolder, settings);
        await host.WaitUntilHealthyAsync();
        return host;
    }

    /// <summary>Starts a host that something keeps from being healthy.</summary>
    public static async Task<RunningHost> StartUnhealthyAsync(string connectionString, string mailFolder,
        params (string Name, string Value)[] settings)
    {
        var app = await PublishedApp.FolderAsync();
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        return new RunningHost(Launch(app, address, connectionString, mailFolder, settings, []), address);
    }

    /// <summary>Runs the app of this build, with arguments, until it ends by itself; returns its exit code and what it said.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(string connectionString, string mailFolder,
        bool onTerminal, params string[] arguments)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        await using var host = new RunningHost(
            Launch(AppContext.BaseDirectory, address, connectionString, mailFolder, [], arguments, onTerminal), address);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await host._process.WaitForExitAsync(patience.Token);
        return (host._process.ExitCode, host.Output);
    }

    public async Task WaitUntilHealthyAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        for (var tries = 0; tries < 600; tries++)
        {
            Assert.False(_process.HasExited, $"The host ended by itself: {Output}");
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "health"));
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                // It does not listen yet, or is too busy to answer.
            }

            await Task.Delay(200);
        }

        Assert.Fail($"The host did not become healthy: {Output}");
    }

    /// <summary>As <c>kill -9</c> does: no goodbye.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static Process Launch(
        string appFolder,
        Uri address,
        string connectionString,
        string mailFolder,
        (string Name, string Value)[] settings,
        string[] arguments,
        bool onTerminal = false)
    {
        var start = new ProcessStartInfo(onTerminal ? "script" : "dotnet")
        {
            WorkingDirectory = Directory.GetParent(mailFolder)!.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(appFolder, "Antivirus.Functions.dll"));
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add(address.ToString());
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (onTerminal)
        {
            var command = $"dotnet {string.Join(' ', start.ArgumentList.Select(argument => $"'{argument}'"))}";
            start.ArgumentList.Clear();
            Array.ForEach(["-q", "-e", "-c", command, "/dev/null"], start.ArgumentList.Add);
            start.Environment["TERM"] = "xterm";
        }

        (string Name, string Value)[] all =
        [
            ("AntivirusStorage", connectionString),
            ("Ies__univalle__Name", "Universidad del Valle"),
            ("Ies__univalle__Emails__0", "bienestar@univalle.example"),
            ("Email__Transport", "Pickup"),
            ("Email__PickupFolder", mailFolder),
            .. settings,
        ];
        foreach (var (name, value) in all)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private void Take(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
