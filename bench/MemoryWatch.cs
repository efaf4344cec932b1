using System.Diagnostics;

namespace Antivirus.Bench;

/// <summary>Looks at a process ten times a second and keeps the most memory it had, in MiB.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly Timer _timer;
    private long _peak;

    public MemoryWatch(Process process) => _timer = new Timer(_ => _peak = Math.Max(_peak, Now(process)), null, 0, 100);

    public long Peak => _peak;

    public static long Now(Process process)
    {
        process.Refresh();
        return process.HasExited ? 0 : process.WorkingSet64 / (1024 * 1024);
    }

    public void Dispose() => _timer.Dispose();
}
