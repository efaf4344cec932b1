using System.Diagnostics;
using System.Diagnostics.Metrics;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Scoring;
using Antivirus.Storage.Runs;

namespace Antivirus.Functions.Observability;

/// <summary>
/// What the app tells an operator: spans from the upload to the email, and counts. No student, no cell and no blob's name is ever among
/// them;
/// the institution's code stands on spans only, since anybody who may upload can make up a folder and each new value would be a new metric
/// series.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Antivirus";

    // Seconds: a small cohort takes a tenth, a national one half an hour, a backlog hours.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60, 300, 900, 1800, 3600, 14400, 86400],
    };

    private readonly ActivitySource _activities = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _scored;
    private readonly Counter<long> _atRisk;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _files;
    private readonly Counter<long> _emails;
    private readonly Histogram<double> _stages;
    private readonly Histogram<double> _queueAge;

    public Telemetry()
    {
        _scored = _meter.CreateCounter<long>("antivirus.students.scored", "{student}", "Students that got a risk score.");
        _atRisk = _meter.CreateCounter<long>("antivirus.students.at_risk", "{student}", "Students with a score above the threshold.");
        _rejected = _meter.CreateCounter<long>("antivirus.students.rejected", "{row}", "Rows that could not be read as a student.");
        _files = _meter.CreateCounter<long>("antivirus.files", "{file}", "Uploads by the state that a try ended in.");
        _emails = _meter.CreateCounter<long>("antivirus.emails", "{email}", "Report emails by the state that a try ended in.");
        _stages = _meter.CreateHistogram("antivirus.stage.duration", "s", "Time a stage took.", tags: null, Seconds);
        _queueAge = _meter.CreateHistogram("antivirus.queue.age", "s", "From the upload to the start of its first try.", tags: null,
            Seconds);
    }

    /// <summary>W3C trace parent of the span that is open now, for <see cref="RunManifest.TraceParent"/>; null when nobody
    /// traces.</summary>
    public static string? TraceParent => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>Opens the span of one upload; dispose it when the try is over.</summary>
    /// <param name="iesCode">The institution's code, never the blob's name.</param>
    /// <param name="waited">Since the upload was there; negative, by a clock that is behind, counts as none.</param>
    public Activity? StartRun(string iesCode, TimeSpan waited)
    {
        _queueAge.Record(Math.Max(0, waited.TotalSeconds));
        return _activities.StartActivity("score cohort", ActivityKind.Consumer)?.SetTag("antivirus.ies", iesCode);
    }

    /// <summary>Opens the span of one report's email as a child of its run, so that one trace leads from the upload to the email.</summary>
    /// <param name="traceParent"><see cref="RunManifest.TraceParent"/>; one that cannot be read leaves the email in the trace of its
    /// trigger.</param>
    public Activity? StartEmail(string iesCode, string? traceParent)
    {
        var trigger = Activity.Current?.Context;
        if (!ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var run))
        {
            return _activities.StartActivity("send report email", ActivityKind.Consumer)?.SetTag("antivirus.ies", iesCode);
        }

        ActivityLink[] links = trigger is { } context ? [new(context)] : [];
        return _activities.StartActivity(ActivityKind.Consumer, run, links: links, name: "send report email")?.SetTag("antivirus.ies",
            iesCode);
    }

    /// <summary>Times a stage and opens its span until it is disposed.</summary>
    public StageTimer StartStage(Stage stage) => new(stage, _activities.StartActivity(stage.Name), _stages);

    /// <summary>Counts a run that came to its end: <see cref="RunState.Done"/> or <see cref="RunState.Rejected"/>.</summary>
    public void CohortDone(RunState state, CohortOutcome outcome, ScorerIdentity scorer)
    {
        TagList model = new()
        {
            { "scorer", scorer.Scorer },
            { "model", scorer.Model },
            { "model_version", scorer.ModelVersion ?? "unknown" },
        };
        _scored.Add(outcome.Scored, model);
        _atRisk.Add(outcome.AtRisk, model);
        _rejected.Add(outcome.Rejected, model);
        model.Add("state", state.ToString());
        _files.Add(1, model);
        Activity.Current?.SetTag("antivirus.state", state.ToString())
            .SetTag("antivirus.scored", outcome.Scored)
            .SetTag("antivirus.at_risk", outcome.AtRisk)
            .SetTag("antivirus.rejected", outcome.Rejected)
            .SetTag("antivirus.model", scorer.Model)
            .SetTag("antivirus.model_version", scorer.ModelVersion);
    }

    /// <summary>Counts an upload whose name alone is refused; no model was asked.</summary>
    public void FileRefused()
    {
        _files.Add(1, new KeyValuePair<string, object?>("state", nameof(RunState.Rejected)));
        Activity.Current?.SetTag("antivirus.state", nameof(RunState.Rejected));
    }

    /// <summary>Counts a try that threw; the span keeps the exception's type, since its message may quote what a university
    /// wrote.</summary>
    public void RunFailed(Exception exception)
    {
        _files.Add(1, new KeyValuePair<string, object?>("state", nameof(RunState.Failed)));
        Fail(exception);
    }

    /// <summary>Counts an upload that no further try follows.</summary>
    public void RunGivenUp() => _files.Add(1, new KeyValuePair<string, object?>("state", "GivenUp"));

    /// <summary>Counts an email by the state of its ledger entry, <c>Sent</c> or <c>Failed</c>, say.</summary>
    public void EmailState(string state)
    {
        _emails.Add(1, new KeyValuePair<string, object?>("state", state));
        Activity.Current?.SetTag("antivirus.email_state", state);
    }

    /// <summary>Whether this instance speaks through the meter: a listener that must tell two instances apart asks.</summary>
    internal bool Owns(Meter meter) => meter == _meter;

    internal bool Owns(ActivitySource source) => source == _activities;

    public void Dispose()
    {
        _activities.Dispose();
        _meter.Dispose();
    }

    private static void Fail(Exception exception) =>
        Activity.Current?.SetStatus(ActivityStatusCode.Error)
            .SetTag("antivirus.state", nameof(RunState.Failed))
            .SetTag("error.type", exception.GetType().FullName);
}
