using Antivirus.Training.Data;
using Antivirus.Training.Evaluation;

namespace Antivirus.Training.Cards;

/// <summary>How a model treats one group of students. Metrics of few students say little.</summary>
internal sealed record FairnessRow(string Column, string Value, int Count, double BaseRate, double Auc, double TruePositiveRate,
    double FalsePositiveRate, double MeanScore, double CalibrationError)
{
    /// <summary>Below this, a figure is mostly chance.</summary>
    public const int FewStudents = 100;
}

/// <summary>Compares groups by the sensitive columns of the profile.</summary>
internal static class Fairness
{
    private const int MaxGroups = 8;
    private const string Other = "(other)";
    private const string Empty = "(empty)";

    public static IReadOnlyList<FairnessRow> Audit(TrainingSet set, IReadOnlyList<double> scores, double threshold) =>
    [
        .. from column in set.Sensitive
           from bucket in Buckets(column.Value).GroupBy(entry => entry.Bucket, entry => entry.Index)
               .OrderBy(same => same.Key is Other or Empty)
               .ThenBy(same => same.Min(index => Number(column.Value[index])))
               .ThenBy(same => same.Key, StringComparer.Ordinal)
           select Describe(column.Key, bucket.Key, [.. bucket], set, scores, threshold),
    ];

    /// <summary>Words stand behind numbers.</summary>
    private static double Number(string value) =>
        double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : double.MaxValue;

    /// <summary>Groups by value; numbers with many values by their quartiles, words with many by the most frequent.</summary>
    private static IEnumerable<(string Bucket, int Index)> Buckets(string[] values)
    {
        if (values.Distinct(StringComparer.Ordinal).Count() <= MaxGroups)
        {
            return values.Select((value, index) => (value.Length == 0 ? Empty : value, index));
        }

        var known = values.Where(value => value.Length > 0).Select(Number).Order().ToArray();
        var edges = Enumerable.Range(1, 3).Select(quarter => known[quarter * known.Length / 4]).Distinct().Where(edge => edge > known[0])
            .ToArray();
        if (known[^1] == double.MaxValue || edges.Length == 0)
        {
            var frequent = values.CountBy(value => value).OrderByDescending(pair => pair.Value).Take(MaxGroups - 1).Select(pair => pair.Key)
                .ToHashSet(StringComparer.Ordinal);
            return values.Select((value, index) => (value.Length == 0 ? Empty : frequent.Contains(value) ? value : Other, index));
        }

        return values.Select((value, index) =>
            (value.Length == 0 ? Empty : Name(edges, edges.Count(edge => Number(value) >= edge)), index));
    }

    private static string Name(double[] edges, int position) => position switch
    {
        0 => FormattableString.Invariant($"below {edges[0]}"),
        _ when position == edges.Length => FormattableString.Invariant($"{edges[^1]} or more"),
        _ => FormattableString.Invariant($"{edges[position - 1]} to below {edges[position]}"),
    };

    private static FairnessRow Describe(string column, string value, int[] students, TrainingSet set, IReadOnlyList<double> scores,
        double threshold)
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
            Rate(students, index => set.AtRisk[index], scores, threshold),
            Rate(students, index => !set.AtRisk[index], scores, threshold),
            own.Average(),
            ScoreMetrics.CalibrationError(own, outcomes));
    }

    private static double Rate(int[] students, Func<int, bool> isMeant, IReadOnlyList<double> scores, double threshold)
    {
        var meant = Array.FindAll(students, index => isMeant(index));
        return meant.Length == 0 ? double.NaN : (double)meant.Count(index => scores[index] > threshold) / meant.Length;
    }
}
