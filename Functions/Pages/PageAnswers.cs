using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Programmes;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Reports;
using Antivirus.Storage.Runs;

namespace Antivirus.Functions.Pages;

/// <summary>How far the email of a report is, as the page shows it.</summary>
internal enum EmailProgress
{
    Waiting,
    Sent,
    Failed,
    NoRecipient,
}

/// <summary>What the page must know before anyone signs in.</summary>
/// <param name="Mode"><c>Open</c>, <c>Keys</c> or <c>Oidc</c>.</param>
internal sealed record PortalConfigAnswer(string Mode, long MaxUploadBytes)
{
    public OidcAnswer? Oidc { get; init; }
}

/// <summary>Where the page sends people to sign in.</summary>
internal sealed record OidcAnswer(string Authority, string ClientId, string Scope);

/// <summary>Who is signed in.</summary>
internal sealed record MeAnswer(string Name, IReadOnlyList<InstitutionAnswer> Institutions);

/// <param name="Roles">What the caller is there: <c>registro</c>, <c>consejeria</c>, <c>direccion</c>, <c>administracion</c>.</param>
/// <param name="TimeZone">Name of the zone that the institution's times are shown in.</param>
internal sealed record InstitutionAnswer(string Code, string Name, IReadOnlyList<string> Roles, string TimeZone);

/// <summary>A page of an institution's uploads, newest first.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="Continuation">Where the next page begins; null on the last.</param>
internal sealed record RunPageAnswer(IReadOnlyList<PageRunAnswer> Runs, int Total, string? Continuation);

/// <summary>One upload as the page shows it.</summary>
internal sealed record PageRunAnswer(string File, RunState State)
{
    public long Read { get; init; }

    public long Scored { get; init; }

    public long AtRisk { get; init; }

    public long Rejected { get; init; }

    public string? Report { get; init; }

    public string? Problems { get; init; }

    /// <summary>Why the file was refused or the last try failed, where no list of rejected rows says so; in the language of the
    /// institution.</summary>
    public string? Error { get; init; }

    public string? Model { get; init; }

    public string? ModelVersion { get; init; }

    /// <summary>How the cohort differs from the training rows, and words that are new to the model: one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How many students the report begins with; null where no capacity was set.</summary>
    public int? Leading { get; init; }

    /// <summary>How many of those are marked as at risk; null where no capacity was set.</summary>
    public int? LeadingAtRisk { get; init; }

    public EmailProgress? Email { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>Which students of a report are asked for.</summary>
/// <param name="From">How many of the list to pass over.</param>
/// <param name="Count">How many to answer, at most 1000.</param>
/// <param name="Capacity">How many can be called: nobody behind them is answered.</param>
/// <param name="Reason">Only students with this reason, by its label; all when empty.</param>
/// <param name="Programme">Only students of this programme, as <see cref="ProgrammesAnswer"/> has it; all when empty.</param>
/// <param name="Text">Only ids that contain this, whatever the case; all when empty.</param>
internal sealed record StudentsRequest(int From, int Count, int Capacity, string? Reason, string? Programme, string? Text);

/// <summary>What the students of a list can be filtered by.</summary>
/// <param name="Column">The column as the upload names it; null where there is nothing to choose from.</param>
/// <param name="Values">Its values with the students of the list, in the order of their names.</param>
internal sealed record ProgrammesAnswer(string? Column, IReadOnlyList<ProgrammeCount> Values);

/// <summary>Students in the order of calls.</summary>
/// <param name="Total">Students in the report.</param>
/// <param name="Matching">Students of the list that the filters leave.</param>
internal sealed record StudentsAnswer(IReadOnlyList<StudentAnswer> Students, int Total, int Matching);

/// <summary>One student of a list.</summary>
/// <param name="PreviousScore">The probability in the institution's report before this one; null where the id is not in it.</param>
internal sealed record StudentAnswer(int Order, string Id, double Score, IReadOnlyList<RankedReason> Reasons, double? PreviousScore);

/// <summary>What to expect of calling the first students of a report.</summary>
/// <param name="HeldOutRecall">Of those at risk among held-out students, the share that a list as long in proportion found; null where
/// training did not measure it, or another version of the model is in use since.</param>
internal sealed record CallListAnswer(int Capacity, double LowestScore, int Expected, int ExpectedLow, int ExpectedHigh,
    double? HeldOutRecall);

/// <summary>How far a student's score can be explained.</summary>
internal enum ExplanationState
{
    Whole,

    /// <summary>Another version of the model is in use since: only the report's own reasons are known.</summary>
    ModelChanged,

    /// <summary>The upload was erased or replaced since.</summary>
    UploadChanged,

    /// <summary>The scorer has no reasons.</summary>
    NoReasons,
}

/// <summary>Why one student stands where the report has them.</summary>
/// <param name="Students">How many the report has.</param>
/// <param name="Reasons">What the report itself names.</param>
internal sealed record StudentDetailAnswer(int Order, string Id, double Score, int Students, ExplanationState Explanation,
    IReadOnlyList<RankedReason> Reasons)
{
    /// <summary>Whether the score leaves only one outcome open; null where the model does not know.</summary>
    public bool? IsSure { get; init; }

    public IReadOnlyList<StudentEffect> Effects { get; init; } = [];

    /// <summary>The part of the score that is not named: sensitive features and small effects.</summary>
    public double OtherData { get; init; }

    public IReadOnlyList<EarlierScoreAnswer> Earlier { get; init; } = [];
}

/// <summary>The same student in an earlier report.</summary>
internal sealed record EarlierScoreAnswer(string File, DateTimeOffset At, double Score);

/// <summary>The model that an institution's uploads are scored with.</summary>
internal sealed record ModelAnswer(string Name, string Version, DateTimeOffset Date, string Target)
{
    public required int Rows { get; init; }

    public required double BaseRate { get; init; }

    /// <summary>At risk when the score is strictly above it, 0 to 1; with thresholds by group, that of all other students.</summary>
    public required double Threshold { get; init; }

    public GroupThresholdsAnswer? GroupThresholds { get; init; }

    public required string Fit { get; init; }

    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    public required IReadOnlyList<FeatureAnswer> Features { get; init; }

    public string? Attribution { get; init; }
}

internal sealed record FeatureAnswer(string Label, bool Actionable);

/// <summary>One line of the audit log.</summary>
internal sealed record AuditAnswer(DateTimeOffset At, string Caller, string Action, string? File, string Result);

[JsonSerializable(typeof(PortalConfigAnswer))]
[JsonSerializable(typeof(MeAnswer))]
[JsonSerializable(typeof(RunPageAnswer))]
[JsonSerializable(typeof(StudentsRequest))]
[JsonSerializable(typeof(StudentsAnswer))]
[JsonSerializable(typeof(ProgrammesAnswer))]
[JsonSerializable(typeof(StudentDetailAnswer))]
[JsonSerializable(typeof(CallListAnswer))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSerializable(typeof(IReadOnlyList<AuditAnswer>))]
[JsonSerializable(typeof(IReadOnlyList<RowProblem>))]
[JsonSerializable(typeof(CohortPreview))]
internal sealed partial class PageJson : JsonSerializerContext
{
    public static PageJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<RunState>(), new JsonStringEnumConverter<EmailProgress>(),
            new JsonStringEnumConverter<ExplanationState>(), new JsonStringEnumConverter<QuestionKind>() },
    });
}
