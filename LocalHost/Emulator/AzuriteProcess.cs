using System.Diagnostics;

namespace Antivirus.LocalHost.Emulator;

/// <summary>A running Azurite that lives exactly as long as its host: it ends when its standard input does, even after a kill -9.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    // Ctrl+C and systemd signal the whole group. Azurite must outlive that: the host still finishes what is in flight.
    private const string Guard = """
        const script = process.argv[1];
        const once = process.once.bind(process);
        let stop = () => process.exit(0);
        process.once = (event, listener) => {
          if (event === 'SIGTERM') { stop = listener; return process; }
          return event === 'SIGINT' ? process : once(event, listener);
        };
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
        process.stdin.on('end', () => stop()).on('error', () => stop()).resume();
        process.stdout.on('error', () => {});
        process.stderr.on('error', () => {});
        require(script);
        """;

    // On a busy machine it takes its time to write; what it had not written would be lost.
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly Queue<string> _lastWords = new();

    private AzuriteProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The end of what it said.</summary>
    public string LastWords
    {
        get
        {
            lock (_lastWords)
            {
                return string.Join(' ', _lastWords);
            }
        }
    }

    public static AzuriteProcess Start(string script, string folder, AzuritePorts ports)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string[] arguments =
        [
            "-e", Guard, script,
            "--location", folder, "--silent", "--loose", "--skipApiVersionCheck", "--disableTelemetry",
            "--blobHost", "127.0.0.1", "--blobPort", $"{ports.Blob}",
            "--queueHost", "127.0.0.1", "--queuePort", $"{ports.Queue}",
            "--tableHost", "127.0.0.1", "--tablePort", $"{ports.Table}",
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        return new AzuriteProcess(Process.Start(start)!);
    }

    /// <summary>Lets it write what it holds, then ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopTime);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_lastWords)
        {
            _lastWords.Enqueue(line.Trim());
            if (_lastWords.Count > 5)
            {
                _lastWords.Dequeue();
            }
        }
    }
}
