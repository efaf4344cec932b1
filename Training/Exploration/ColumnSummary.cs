using Antivirus.Model.Evaluation;

namespace Antivirus.Training.Exploration;

/// <summary>How often a value stands in a column, and the share at risk among its rows; null where no such row has a known
/// target.</summary>
internal sealed record ValueCount(string Value, int Count, double? ShareAtRisk);

/// <summary>Summary statistics of a column of numbers: sample standard deviation, quartiles interpolated linearly.</summary>
internal sealed record Description(int Count, double Mean, double Std, double Min, double LowerQuartile, double Median,
    double UpperQuartile, double Max)
{
    public static Description Of(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Description(
            sorted.Length,
            sorted.Average(),
            ScoreMetrics.Sd(sorted),
            sorted[0],
            Quantile(sorted, 0.25),
            Quantile(sorted, 0.5),
            Quantile(sorted, 0.75),
            sorted[^1]);
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }
}

/// <summary>One column of the raw file. <see cref="Description"/> is null for a column of words or codes.</summary>
internal sealed record ColumnSummary(string Name, string Type, int Missing, int Distinct, Description? Description,
    IReadOnlyList<ValueCount> Values);
