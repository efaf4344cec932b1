using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Model.Scoring.Drift;

namespace Antivirus.Model.Pipeline;

/// <summary>What became of a cohort file.</summary>
public sealed record CohortOutcome
{
    /// <summary>Data rows in the file: scored and rejected ones.</summary>
    public required long Read { get; init; }

    public required long Scored { get; init; }

    public required long AtRisk { get; init; }

    public required long Rejected { get; init; }

    /// <summary>SHA-256 of the file as uploaded, lower-case hex.</summary>
    public required string InputSha256 { get; init; }

    /// <summary>What the reader decided about the file; null when it could not be read.</summary>
    public ReadingSummary? Reading { get; init; }

    /// <summary>The problem that made the whole file unreadable; null when it could be read.</summary>
    public RowProblem? FileProblem { get; init; }

    /// <summary>The first ten problems, in file order; they hold cell values and go to the institution only.</summary>
    public IReadOnlyList<RowProblem> FirstProblems { get; init; } = [];

    /// <summary>The three features most often named as a reason over the students at risk, most frequent first.</summary>
    public IReadOnlyList<ReasonCount> TopReasons { get; init; } = [];

    /// <summary>The categories that had words the model was not trained on; they hold the institution's words and go to it only.</summary>
    public IReadOnlyList<NewWordCount> NewWords { get; init; } = [];

    /// <summary>How the cohort compares with the training rows; null where that is not known, and for a cohort of a few students.</summary>
    public CohortDrift? Drift { get; init; }

    /// <summary>The students that the report begins with; null where no capacity is set.</summary>
    public LeadingList? Leading { get; init; }
}
