using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Models;

/// <summary>How well a model tells students apart, in one word.</summary>
public enum ModelFit
{
    /// <summary>No better than always answering the base rate.</summary>
    Poor,

    /// <summary>Better than the base rate, with an AUC below <see cref="ModelArtefact.GoodAuc"/>.</summary>
    Fair,

    /// <summary>Better than the base rate, with at least that AUC.</summary>
    Good,
}

/// <summary>What <c>model.json</c> says of a trained model; the trees lie beside it.</summary>
public sealed record ModelArtefact
{
    /// <summary>The least AUC of a good fit: "excellent discrimination" begins here (Hosmer, Lemeshow and Sturdivant 2013).</summary>
    public const double GoodAuc = 0.8;

    /// <summary>Version of this file's layout; a reader refuses a higher one.</summary>
    public int FormatVersion { get; init; } = RiskModel.PlainFormatVersion;

    public required string Name { get; init; }

    /// <summary>Derived from the content of data, settings and trees, so that the same training gives the same version.</summary>
    public required string Version { get; init; }

    /// <summary>When it was trained; the only value that differs between two trainings on the same data.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>What the score is the probability of, as a Spanish sentence.</summary>
    public required string TargetEs { get; init; }

    public required string TargetEn { get; init; }

    public required StudentSchema Schema { get; init; }

    /// <summary>At risk when the score is strictly above it, 0 to 1.</summary>
    public required double Threshold { get; init; }

    /// <summary>Thresholds by group of students, where somebody decided on them; null for one threshold.</summary>
    public GroupThresholds? GroupThresholds { get; init; }

    /// <summary>How the threshold was chosen, <c>capacity 60</c>.</summary>
    public required string ThresholdRule { get; init; }

    /// <summary>Turns the raw sum of trees and linear part into a score.</summary>
    public required PlattCalibration Calibration { get; init; }

    public required ModelFit Fit { get; init; }

    public required TrainingFacts Training { get; init; }

    /// <summary>Cross-validated figures by name (<c>auc</c>, <c>brier</c>, <c>ece</c>, <c>logLoss</c>…).</summary>
    public required IReadOnlyDictionary<string, Metric> Metrics { get; init; }

    /// <summary>Which scores leave one outcome open; null where an older artefact does not name it.</summary>
    public Certainty? Certainty { get; init; }

    /// <summary>Share of the training rows that were at risk, 0 to 1.</summary>
    public required double BaseRate { get; init; }

    /// <summary>Which words say what became of a student; null where an older artefact does not name them.</summary>
    public TargetWords? Target { get; init; }

    /// <summary>Sensitive columns that are not features: they are never scored, and make the groups of past reports' outcomes. Null where
    /// there are none.</summary>
    public IReadOnlyList<Feature>? SensitiveColumns { get; init; }

    /// <summary>SHA-256 of the trees' file and of the profile, in lower-case hex, by file name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();
}

/// <summary>Score = 1 / (1 + exp(Slope · raw + Offset)), after Platt (1999); ML.NET's sign convention.</summary>
public sealed record PlattCalibration(double Slope, double Offset);

/// <summary>Mean of a figure over the folds, and its standard deviation.</summary>
public sealed record Metric(double Mean, double Sd);

/// <summary>Where a model comes from, so that it can be made again.</summary>
public sealed record TrainingFacts
{
    public required string Profile { get; init; }

    /// <summary>SHA-256 of the training file, lower-case hex.</summary>
    public required string DataSha256 { get; init; }

    public required int Seed { get; init; }

    /// <summary>Rows in the file.</summary>
    public required int RowsRead { get; init; }

    /// <summary>Rows trained on, after outliers and left-out targets.</summary>
    public required int RowsUsed { get; init; }

    public required int RowsAtRisk { get; init; }

    public required IReadOnlyDictionary<string, double> Hyperparameters { get; init; }

    /// <summary>Cross-validated figures of the trees without the linear part; null when there is none.</summary>
    public IReadOnlyDictionary<string, Metric>? TreesAlone { get; init; }

    public required IReadOnlyDictionary<string, string> LibraryVersions { get; init; }

    /// <summary>Share of out-of-fold scores above the threshold, 0 to 1; null where an older artefact does not name it.</summary>
    public double? ShareAtRisk { get; init; }

    /// <summary>The calibration error that chance alone reaches with these scores (95 %); null where an older artefact does not name
    /// it.</summary>
    public double? CalibrationNoise { get; init; }

    /// <summary>How the metrics were made, <c>10x5-fold, seed 7</c>.</summary>
    public required string Evaluation { get; init; }

    /// <summary>How the model does on later periods that it was not trained on; null where none was set aside.</summary>
    public PeriodTest? LaterPeriod { get; init; }

    /// <summary>Citation and licence of the data.</summary>
    public string? Attribution { get; init; }

    /// <summary>Binned shares of each feature in the training rows, for drift figures; by feature name.</summary>
    public IReadOnlyDictionary<string, FeatureBins> Bins { get; init; } = new Dictionary<string, FeatureBins>();
}

/// <summary>Figures on students of a later period than those of the training.</summary>
/// <param name="Period">The period, as the training file names it.</param>
/// <param name="ShareAtRisk">0 to 1.</param>
/// <param name="Ece">Expected calibration error, 0 to 1.</param>
/// <param name="NewWords">Students with a word of a category that no earlier student had.</param>
public sealed record PeriodTest(string Period, int Students, double ShareAtRisk, double? Auc, double Brier, double LogLoss, double Ece,
    int NewWords)
{
    /// <summary>Whether the students of all periods after <see cref="Period"/> are among them.</summary>
    public bool AndLater { get; init; }

    /// <summary>The period or periods, in words.</summary>
    public string In(ReportLanguage language) => Describe(Period, AndLater, language);

    internal static string Describe(string period, bool andLater, ReportLanguage language) => (andLater, language) switch
    {
        (false, _) => period,
        (true, ReportLanguage.English) => $"{period} and later",
        _ => $"{period} y después",
    };
}

/// <summary>Upper edges of a feature's bins (the last bin is open) and the share of rows in each; the last share is that of missing
/// values.</summary>
public sealed record FeatureBins(IReadOnlyList<double> UpperEdges, IReadOnlyList<double> Shares);
