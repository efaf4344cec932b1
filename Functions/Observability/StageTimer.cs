using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Antivirus.Functions.Observability;

/// <summary>A part of the way from upload to email whose time is worth knowing.</summary>
internal sealed record Stage
{
    private Stage(string name) => Name = name;

    /// <summary>Reading, scoring and staging the report's blocks, which overlap.</summary>
    public static Stage Score { get; } = new("score");

    /// <summary>Making the report and the rejected rows visible.</summary>
    public static Stage Commit { get; } = new("commit");

    /// <summary>Handing one email to the transport.</summary>
    public static Stage Send { get; } = new("send");

    /// <summary>The value of the tag <c>stage</c>.</summary>
    public string Name { get; }
}

/// <summary>Records a stage's duration, and closes its span, when it is disposed.</summary>
internal sealed class StageTimer : IDisposable
{
    private readonly Stage _stage;
    private readonly Activity? _activity;
    private readonly Histogram<double> _durations;
    private readonly long _started = Stopwatch.GetTimestamp();

    internal StageTimer(Stage stage, Activity? activity, Histogram<double> durations) =>
        (_stage, _activity, _durations) = (stage, activity, durations);

    public void Dispose()
    {
        _durations.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, new KeyValuePair<string, object?>("stage", _stage.Name));
        _activity?.Dispose();
    }
}
