using Antivirus.Model.Evaluation;
using Antivirus.Training.Data;

namespace Antivirus.Training.Cards;

/// <summary>How a model treats one group of students. Metrics of few students say little.</summary>
internal sealed record FairnessRow(string Column, string Value, int Count, double BaseRate, double Auc, double TruePositiveRate,
    double FalsePositiveRate, double MeanScore, double CalibrationError)
{
    /// <summary>Below this, a figure is mostly chance.</summary>
    public const int FewStudents = SensitiveGroups.FewStudents;
}

/// <summary>Compares groups by the sensitive columns of the profile.</summary>
internal static class Fairness
{
    public static IReadOnlyList<FairnessRow> Audit(TrainingSet set, IReadOnlyList<double> scores, IReadOnlyList<bool> reported) =>
    [
        .. from column in set.Sensitive
           from bucket in SensitiveGroups.Of(column.Value)
           select Describe(column.Key, bucket.Group, bucket.Students, set, scores, reported),
    ];

    private static FairnessRow Describe(string column, string value, int[] students, TrainingSet set, IReadOnlyList<double> scores,
        IReadOnlyList<bool> reported)
    {
        var own = Array.ConvertAll(students, index => scores[index]);
        var outcomes = Array.ConvertAll(students, index => set.AtRisk[index]);
        var positives = outcomes.Count(outcome => outcome);
        return new FairnessRow(
            column,
            value,
            students.Length,
            (double)positives / students.Length,
            ScoreMetrics.Auc(own, outcomes),
            Rate(students, index => set.AtRisk[index], reported),
            Rate(students, index => !set.AtRisk[index], reported),
            own.Average(),
            ScoreMetrics.CalibrationError(own, outcomes));
    }

    private static double Rate(int[] students, Func<int, bool> isMeant, IReadOnlyList<bool> reported)
    {
        var meant = Array.FindAll(students, index => isMeant(index));
        return meant.Length == 0 ? double.NaN : (double)meant.Count(index => reported[index]) / meant.Length;
    }
}
