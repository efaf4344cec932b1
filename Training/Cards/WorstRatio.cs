using Antivirus.Model.Evaluation;

namespace Antivirus.Training.Cards;

/// <summary>The two groups of a sensitive column that a model treats most differently by one rate.</summary>
/// <param name="Ratio">The higher rate by the lower; null where the lower is 0.</param>
/// <param name="Low">Lower end of the ratio's 95 % interval (Katz et al. 1978); null where a rate is 0.</param>
internal sealed record WorstRatio(string Column, bool IsTruePositiveRate, (string Group, Proportion Rate) Highest,
    (string Group, Proportion Rate) Lowest, double? Ratio, double? Low, double? High)
{
    private const double Z = 1.959964;

    /// <summary>By column, found (TPR) before false alarms (FPR); groups of fewer than 100 students are left out, and columns of which less
    /// than two remain.</summary>
    public static IReadOnlyList<WorstRatio> Of(IReadOnlyList<FairnessRow> rows) =>
    [
        .. from column in rows.GroupBy(row => row.Column)
           let groups = column.Where(row => row.Count >= FairnessRow.FewStudents).ToList()
           from isTruePositiveRate in (bool[])[true, false]
           let rated = groups.Select(row => (row.Value, Rate: RateOf(row, isTruePositiveRate))).Where(each => each.Rate.Of > 0).ToList()
           where rated.Count > 1
           select Compare(column.Key, isTruePositiveRate, rated.MaxBy(each => each.Rate.Value), rated.MinBy(each => each.Rate.Value)),
    ];

    /// <summary>The ratio with its interval, <c>4.07 (2.90–5.71)</c>.</summary>
    public string Text(Func<double, string> number) =>
        Ratio is { } ratio ? $"{number(ratio)}{(Low is { } low && High is { } high ? $" ({number(low)}–{number(high)})" : "")}" : "–";

    private static Proportion RateOf(FairnessRow row, bool isTruePositiveRate)
    {
        var atRisk = (int)Math.Round(row.BaseRate * row.Count);
        var (of, rate) = isTruePositiveRate ? (atRisk, row.TruePositiveRate) : (row.Count - atRisk, row.FalsePositiveRate);
        return new Proportion(of == 0 ? 0 : (int)Math.Round(rate * of), of);
    }

    private static WorstRatio Compare(string column, bool isTruePositiveRate, (string, Proportion Rate) highest,
        (string, Proportion Rate) lowest)
    {
        var (high, low) = (highest.Rate, lowest.Rate);
        if (low.Hits == 0)
        {
            return new WorstRatio(column, isTruePositiveRate, highest, lowest, high.Hits == 0 ? 1 : null, null, null);
        }

        var ratio = (double)high.Hits / high.Of / ((double)low.Hits / low.Of);
        var error = Math.Sqrt((1.0 / high.Hits) - (1.0 / high.Of) + (1.0 / low.Hits) - (1.0 / low.Of));
        return new WorstRatio(column, isTruePositiveRate, highest, lowest, ratio, ratio * Math.Exp(-Z * error),
            ratio * Math.Exp(Z * error));
    }
}
