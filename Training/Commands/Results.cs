using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Outcomes;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Model.Scoring.Drift;
using Antivirus.Storage.Models;
using Antivirus.Training.Cards;
using Antivirus.Training.Drafts;
using Antivirus.Training.Evaluation;
using Antivirus.Training.Exploration;

namespace Antivirus.Training.Commands;

/// <summary>Of <c>explore</c>.</summary>
internal sealed record ExplorationResult(
    string Page,
    string Profile,
    ClassBalance Balance,
    ClassBalance? WithoutOutliers,
    ColumnSummary Target,
    IReadOnlyList<ColumnSummary> Columns,
    CorrelationMatrix Correlations);

/// <summary>A figure on this file beside the cross-validated one of the artefact.</summary>
internal sealed record EvaluatedFigure(string Name, double Here, double? CrossValidated);

/// <summary>How far a feature moved (PSI), what chance alone makes of it, and whether it is more than that.</summary>
internal sealed record FeatureDrift(string Feature, double Psi, double Expected, bool Moved);

/// <summary>Of <c>evaluate</c>.</summary>
internal sealed record EvaluationResult(
    string Model,
    string Version,
    bool IsTrainingFile,
    double Threshold,
    [property: System.Text.Json.Serialization.JsonPropertyName("figures")] IReadOnlyList<EvaluatedFigure> Metrics,
    LabelCheck Labels,
    IReadOnlyList<FairnessRow> Fairness,
    IReadOnlyList<FeatureDrift> Drift)
{
    /// <summary>Students with a word that the model was not trained on, by feature.</summary>
    public IReadOnlyDictionary<string, int> NewWords { get; init; } = new Dictionary<string, int>();
}

/// <summary>Of <c>outcomes</c>.</summary>
internal sealed record OutcomesResult(IReadOnlyList<TermOutcome> Terms);

/// <summary>A past report, and how it did.</summary>
internal sealed record TermOutcome(string Report, OutcomeReport Measured);

/// <summary>A student whose label the two scorers disagree on.</summary>
internal sealed record ChangedStudent(string Id, double Left, double Right, bool NowAtRisk);

/// <summary>Of <c>compare</c>.</summary>
internal sealed record ComparisonResult(
    int Students,
    double Agreement,
    double MeanDifference,
    double MaxDifference,
    IReadOnlyList<ChangedStudent> Changed);

/// <summary>Of <c>predict</c>; the threshold is null where the model's own was used.</summary>
internal sealed record PredictionResult(string? Report, string? Problems, long Read, long Scored, long AtRisk, long Rejected,
    double? Threshold)
{
    /// <summary>The file with all contributions; null without <c>--reasons</c>.</summary>
    public string? Reasons { get; init; }

    /// <summary>What the reader decided about the file; null when it could not be read.</summary>
    public ReadingSummary? Reading { get; init; }

    /// <summary>Words of categories that the model was not trained on.</summary>
    public IReadOnlyList<NewWordCount> NewWords { get; init; } = [];

    public CohortDrift? Drift { get; init; }

    /// <summary>The students that the report begins with; null without <c>--capacity</c>.</summary>
    public LeadingList? Leading { get; init; }
}

/// <summary>Of <c>profile init</c>: the draft's file, and what was decided of each column.</summary>
internal sealed record DraftResult(string File, string Profile, int Rows, IReadOnlyList<Decision> Decisions);

/// <summary>Of <c>encode</c> and <c>synth</c>.</summary>
internal sealed record FileResult(string File, int? Students);

/// <summary>Of <c>publish --list</c>.</summary>
internal sealed record PublishedVersions(string Model, IReadOnlyList<PublishedVersion> Versions);

/// <summary>Of <c>publish</c> and <c>publish --rollback</c>: what the hosts are pointed at.</summary>
internal sealed record PublishedPointer(string Model, string Version);

/// <summary>Of <c>profile list</c>.</summary>
internal sealed record ShippedProfile(string Name, int Features, string Predicts);
