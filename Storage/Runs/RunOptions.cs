namespace Antivirus.Storage.Runs;

/// <summary>What the triggers' host does by itself. The defaults are the Functions host's; the app's own server sets others in
/// code.</summary>
public sealed class RunOptions
{
    /// <summary>How long the claim of an instance that died holds; 15 to 60 seconds, as Azure Storage limits it.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The host repeats, without counting it as a try, an upload that another instance holds; otherwise a claim waits for its
    /// turn.</summary>
    public bool HostRepeatsBusy { get; set; }

    /// <summary>Failed tries after which the host gives an upload up without notifying the app; null when it notifies.</summary>
    public int? MaxFailures { get; set; } = 5;

    /// <summary>How often the app looks for runs that their instances left for ever; only where the host gives up without
    /// notifying.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(5);
}
