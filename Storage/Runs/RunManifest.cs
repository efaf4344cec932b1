using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Model.Scoring.Drift;

namespace Antivirus.Storage.Runs;

/// <summary>What became of an upload.</summary>
public enum RunState
{
    /// <summary>Nothing has happened yet.</summary>
    Waiting,

    /// <summary>An instance is at it.</summary>
    Running,

    /// <summary>The report and the rejected rows, if any, are there.</summary>
    Done,

    /// <summary>No row could be scored; the reasons are in the <c>errores_</c> file.</summary>
    Rejected,

    /// <summary>The last try failed; the trigger tries again or, with a notice in the <c>errores_</c> file, has given up.</summary>
    Failed,
}

/// <summary>The ledger's entry for one upload: what came in, who scored it and what came out. Holds no student's data.</summary>
public sealed record RunManifest
{
    public required RunState State { get; init; }

    /// <summary>Name of the uploaded blob, <c>univalle/2020/a.csv</c>.</summary>
    public required string Upload { get; init; }

    public required string UploadETag { get; init; }

    public string? UploadSha256 { get; init; }

    /// <summary>Name of the report's blob; null when no row could be scored.</summary>
    public string? Report { get; init; }

    public string? ReportSha256 { get; init; }

    /// <summary>Name of the blob with the rejected rows; null when there are none.</summary>
    public string? Problems { get; init; }

    public string? ProblemsSha256 { get; init; }

    public long Read { get; init; }

    public long Scored { get; init; }

    public long AtRisk { get; init; }

    public long Rejected { get; init; }

    /// <summary>What the reader decided about the file and skipped in it; null when it could not be read.</summary>
    public ReadingSummary? Reading { get; init; }

    public double? Threshold { get; init; }

    /// <summary>Whether thresholds depend on the student's group, so that <see cref="Threshold"/> is that of the others.</summary>
    public bool ThresholdByGroup { get; init; }

    public ScorerIdentity? Scorer { get; init; }

    public IReadOnlyList<ReasonCount> TopReasons { get; init; } = [];

    /// <summary>Categories with words that the model was not trained on, and how many students have them.</summary>
    public IReadOnlyList<NewWordCount> NewWords { get; init; } = [];

    /// <summary>How the cohort compares with the training rows; null where that is not known.</summary>
    public CohortDrift? Drift { get; init; }

    /// <summary>The students that the report begins with; null where no capacity was set.</summary>
    public LeadingList? Leading { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Which try this is, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Tries that failed; one whose instance died, or that was broken off, is not counted.</summary>
    public int Failures { get; init; }

    /// <summary>Why the last try failed, without any cell of the file.</summary>
    public string? Error { get; init; }

    /// <summary>W3C trace parent of the run, so that its email joins the same trace.</summary>
    public string? TraceParent { get; init; }
}
