using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Antivirus.EndToEnd.Tests.Worker;

/// <summary>The process of a worker, started with the Functions host's arguments and environment.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private WorkerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Ended = process.WaitForExitAsync();
    }

    /// <summary>Completes when the process has ended and all that it wrote was read.</summary>
    public Task Ended { get; }

    public int ExitCode => _process.ExitCode;

    /// <summary>What it wrote to its standard streams so far.</summary>
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

    public static WorkerProcess Start(string appFolder, Uri host, string workerId, IReadOnlyDictionary<string, string> settings)
    {
        using var description = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(appFolder, "worker.config.json")));
        var worker = description.RootElement.GetProperty("description");
        var start = new ProcessStartInfo(worker.GetProperty("defaultExecutablePath").GetString()!)
        {
            WorkingDirectory = appFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in Arguments(Path.Combine(appFolder, worker.GetProperty("defaultWorkerPath").GetString()!), host, workerId))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in settings.Concat(HostSettings(appFolder)))
        {
            start.Environment[name] = value;
        }

        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>As <c>kill -9</c> does: no goodbye.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await Ended;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    /// <summary>Each value twice, as the host sends them: under the older names, then under the names of today.</summary>
    private static string[] Arguments(string assembly, Uri host, string workerId)
    {
        var requestId = Guid.NewGuid().ToString();
        var maxMessageLength = $"{int.MaxValue}";
        return
        [
            assembly,
            "--host", host.Host,
            "--port", $"{host.Port}",
            "--workerId", workerId,
            "--requestId", requestId,
            "--grpcMaxMessageLength", maxMessageLength,
            "--functions-uri", host.AbsoluteUri,
            "--functions-worker-id", workerId,
            "--functions-request-id", requestId,
            "--functions-grpc-max-message-length", maxMessageLength,
        ];
    }

    private static Dictionary<string, string> HostSettings(string appFolder) => new()
    {
        ["FUNCTIONS_APPLICATION_DIRECTORY"] = appFolder,
        ["FUNCTIONS_WORKER_DIRECTORY"] = appFolder,
        ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
    };

    private void Take(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
