using Antivirus.Model.Evaluation;

namespace Antivirus.Model.Outcomes;

/// <summary>How a past report did, measured by what became of its students. Holds counts, never a student's data.</summary>
public sealed record OutcomeReport
{
    /// <summary>Students in the report.</summary>
    public required int Students { get; init; }

    /// <summary>Students of the report with an outcome; all figures are about these.</summary>
    public required int Measured { get; init; }

    public required int AtRisk { get; init; }

    public required LabelCounts Labels { get; init; }

    /// <summary>Area under the ROC curve; null where all students had the same outcome.</summary>
    public double? Auc { get; init; }

    /// <summary>Its standard error by chance (Hanley and McNeil 1982).</summary>
    public double? AucError { get; init; }

    public required double Brier { get; init; }

    public required double CalibrationError { get; init; }

    /// <summary>The students whom the report said "En riesgo" of.</summary>
    public required ListMeasure Reported { get; init; }

    /// <summary>The list of as many as could be called.</summary>
    public required ListMeasure AtCapacity { get; init; }

    /// <summary>Lists of growing length, from a twentieth of the report to all of it.</summary>
    public required IReadOnlyList<ListMeasure> Along { get; init; }

    /// <summary>Ten groups of equal size by score, the lowest first.</summary>
    public required IReadOnlyList<CalibrationDecile> Deciles { get; init; }

    /// <summary>By value of each sensitive column; empty where the students' cohort file does not have them.</summary>
    public IReadOnlyList<OutcomeGroup> Groups { get; init; } = [];

    /// <summary>What the model's card promised; null where the model that scored is not known any more.</summary>
    public CardPromise? Card { get; init; }

    /// <summary>Whether the AUC is below the card's by more than one standard deviation; null where either is not known.</summary>
    public bool? ShouldRetrain => Card is { } card && Auc is { } auc ? auc < card.Auc - card.AucSd : null;
}

/// <summary>What calling a list of students would have found.</summary>
/// <param name="Called">Students on the list.</param>
/// <param name="Measured">Those of them with an outcome.</param>
/// <param name="Precision">Share of these that was at risk.</param>
/// <param name="Recall">Share of all students at risk that the list found.</param>
/// <param name="Lift">Precision in terms of the share at risk of all students; null where nobody was.</param>
public sealed record ListMeasure(int Called, int Measured, Proportion Precision, Proportion Recall, double? Lift);

/// <summary>One tenth of the students: what the scores promised, and what came about.</summary>
public sealed record CalibrationDecile(int Decile, int Count, double MeanScore, Proportion AtRisk);

/// <summary>How a report did for one group of students.</summary>
/// <param name="Column">The sensitive column.</param>
/// <param name="IsFew">Fewer than 100 students: the figures are mostly chance.</param>
/// <param name="Found">Share of those at risk that the report named (TPR).</param>
/// <param name="FalseAlarms">Share of the others that it named (FPR).</param>
public sealed record OutcomeGroup(string Column, string Group, int Count, bool IsFew, double BaseRate, double? Auc, Proportion Found,
    Proportion FalseAlarms, double MeanScore);
