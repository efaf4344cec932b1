using System.Collections.Concurrent;
using System.Diagnostics;

namespace Antivirus.Functions.Tests.Emails;

/// <summary>A host in a process of its own, and the events that it was given and has not answered yet.</summary>
internal sealed class EmailHostProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentDictionary<string, int> _open = new();

    private EmailHostProcess(int atATime, IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Antivirus.EmailHost.dll"), $"{atATime}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
    }

    /// <summary>Reports whose events it has and did not answer; several for the same report count once.</summary>
    public ICollection<string> Open => _open.Keys;

    public static async Task<EmailHostProcess> StartAsync(int atATime, IEnumerable<(string Name, string Value)> settings)
    {
        var host = new EmailHostProcess(atATime, settings);
        while (await host._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != "ready")
        {
            // What else the host says at its start is for its log.
        }

        return host;
    }

    public async Task GiveAsync(string report)
    {
        _open.AddOrUpdate(report, 1, (_, count) => count + 1);
        await _process.StandardInput.WriteLineAsync(report);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>The next answer, <c>done</c> or <c>again</c> and the report; null when the process is gone.</summary>
    public async Task<(bool Done, string Report)?> AnswerAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Split(' ', 2) is [("done" or "again") and var answer, var report])
            {
                Close(report);
                return (answer == "done", report);
            }
        }

        return null;
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Close(string report)
    {
        if (_open.AddOrUpdate(report, 0, (_, count) => count - 1) <= 0)
        {
            _open.TryRemove(report, out _);
        }
    }
}
