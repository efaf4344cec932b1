using System.Diagnostics;
using Antivirus.Functions.Observability;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Scoring;
using Antivirus.Storage.Runs;

namespace Antivirus.Functions.Tests.Observability;

public sealed class TelemetryTests : IDisposable
{
    private static readonly ScorerIdentity Scorer = new() { Scorer = "Local", Model = "student-performance", ModelVersion = "2" };

    private readonly Telemetry _telemetry = new();
    private readonly RecordedTelemetry _recorded;

    public TelemetryTests() => _recorded = new RecordedTelemetry(_telemetry);

    public void Dispose()
    {
        _recorded.Dispose();
        _telemetry.Dispose();
    }

    [Fact]
    public void A_cohort_is_counted_by_model_version_and_state()
    {
        _telemetry.CohortDone(RunState.Done, Outcome(scored: 390, atRisk: 120, rejected: 5), Scorer);

        Assert.Equal(390, _recorded.Sum("antivirus.students.scored", ("model_version", "2")));
        Assert.Equal(120, _recorded.Sum("antivirus.students.at_risk", ("model", "student-performance")));
        Assert.Equal(5, _recorded.Sum("antivirus.students.rejected", ("scorer", "Local")));
        Assert.Equal(1, _recorded.Sum("antivirus.files", ("state", "Done")));
        Assert.Equal(0, _recorded.Sum("antivirus.files", ("state", "Rejected")));
    }

    [Fact]
    public void A_model_without_a_version_is_unknown_rather_than_missing()
    {
        _telemetry.CohortDone(RunState.Done, Outcome(scored: 1, atRisk: 0, rejected: 0), Scorer with { ModelVersion = null });

        Assert.Equal(1, _recorded.Sum("antivirus.students.scored", ("model_version", "unknown")));
    }

    [Fact]
    public void An_email_is_counted_by_its_state()
    {
        _telemetry.EmailState("Sent");
        _telemetry.EmailState("Sent");
        _telemetry.EmailState("Failed");

        Assert.Equal(2, _recorded.Sum("antivirus.emails", ("state", "Sent")));
        Assert.Equal(1, _recorded.Sum("antivirus.emails", ("state", "Failed")));
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(-3, 0)]
    public void A_clock_that_is_behind_makes_no_negative_wait(int waitedSeconds, int recordedSeconds)
    {
        using var run = _telemetry.StartRun("univalle", TimeSpan.FromSeconds(waitedSeconds));

        Assert.Equal(recordedSeconds, _recorded.Sum("antivirus.queue.age"));
    }

    [Fact]
    public void A_stage_has_a_duration_and_a_span_of_its_own()
    {
        using (var run = _telemetry.StartRun("univalle", TimeSpan.Zero))
        using (_telemetry.StartStage(Stage.Score))
        {
            Assert.Equal("score", Activity.Current!.OperationName);
            Assert.Equal(run!.SpanId, Activity.Current.ParentSpanId);
        }

        Assert.Equal(1, _recorded.Count("antivirus.stage.duration", ("stage", "score")));
    }

    [Fact]
    public void An_email_joins_the_trace_of_its_upload_and_links_to_its_own_trigger()
    {
        string? stored;
        ActivityTraceId upload;
        using (var run = _telemetry.StartRun("univalle", TimeSpan.Zero))
        {
            stored = Telemetry.TraceParent;
            upload = run!.TraceId;
        }

        using var trigger = new Activity("trigger").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var email = _telemetry.StartEmail("univalle", stored);

        Assert.Equal(upload, email!.TraceId);
        Assert.NotEqual(trigger.TraceId, email.TraceId);
        Assert.Equal(trigger.SpanId, Assert.Single(email.Links).Context.SpanId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00-zz-zz-01")]
    public void An_email_without_a_readable_trace_stays_in_that_of_its_trigger(string? traceParent)
    {
        using var trigger = new Activity("trigger").SetIdFormat(ActivityIdFormat.W3C).Start();

        using var email = _telemetry.StartEmail("univalle", traceParent);

        Assert.Equal(trigger.TraceId, email!.TraceId);
    }

    [Fact]
    public void A_failure_is_told_by_its_type_and_never_by_its_message()
    {
        using (_telemetry.StartRun("univalle", TimeSpan.Zero))
        {
            _telemetry.RunFailed(new FormatException("student 1234567 has 'absences' 93"));
        }

        var span = Assert.Single(_recorded.Spans);
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal("System.FormatException", span.GetTagItem("error.type"));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value is string text && text.Contains("1234567", StringComparison.Ordinal));
        Assert.Null(span.StatusDescription);
        Assert.Equal(1, _recorded.Sum("antivirus.files", ("state", "Failed")));
    }

    [Fact]
    public void No_metric_names_an_institution_or_a_file()
    {
        using (_telemetry.StartRun("univalle", TimeSpan.Zero))
        using (_telemetry.StartStage(Stage.Commit))
        {
            _telemetry.CohortDone(RunState.Rejected, Outcome(scored: 0, atRisk: 0, rejected: 3), Scorer);
            _telemetry.EmailState("Sent");
        }

        Assert.Subset(new HashSet<string> { "scorer", "model", "model_version", "state", "stage" }, _recorded.TagNames);
        Assert.DoesNotContain("univalle", _recorded.TagValues);
    }

    private static CohortOutcome Outcome(long scored, long atRisk, long rejected) => new()
    {
        Read = scored + rejected,
        Scored = scored,
        AtRisk = atRisk,
        Rejected = rejected,
        InputSha256 = new string('0', 64),
    };
}
