using Antivirus.Model.Evaluation;
using Antivirus.Training.Data;

namespace Antivirus.Training.Cards;

/// <summary>How well one column tells the outcome by itself: a column that knows it nearly for certain was written after the
/// outcome.</summary>
internal static class Leakage
{
    private const int MaxGroups = 64;

    /// <summary>AUC of the column's values as scores, or of the share at risk with each value; the higher of the two, 0.5 to 1.</summary>
    public static double Auc(TrainingSet set, int feature)
    {
        var values = set.Features.Select(row => row[feature]).ToArray();
        var low = ScoreMetrics.Auc(Array.ConvertAll(values, value => float.IsNaN(value) ? double.NegativeInfinity : value), set.AtRisk);
        var high = ScoreMetrics.Auc(Array.ConvertAll(values, value => float.IsNaN(value) ? double.PositiveInfinity : value), set.AtRisk);
        return new[] { low, 1 - low, high, 1 - high, values.Distinct().Count() <= MaxGroups ? AucByValue(set, values) : 0.5 }.Max();
    }

    /// <summary>Each half of the students is scored by the shares of the other half, so that rare values tell nothing.</summary>
    private static double AucByValue(TrainingSet set, float[] values)
    {
        var halves = set.Groups.Distinct(StringComparer.Ordinal).Select((group, index) => (group, Half: index % 2))
            .ToDictionary(pair => pair.group, pair => pair.Half, StringComparer.Ordinal);
        var shares = Enumerable.Range(0, values.Length)
            .ToLookup(index => (values[index], halves[set.Groups[index]]), index => set.AtRisk[index]);
        var scores = Enumerable.Range(0, values.Length)
            .Select(index => ShareOf(shares[(values[index], 1 - halves[set.Groups[index]])], set.BaseRate)).ToArray();
        return ScoreMetrics.Auc(scores, set.AtRisk);
    }

    /// <summary>Drawn to the base rate by the weight of one student.</summary>
    private static double ShareOf(IEnumerable<bool> outcomes, double baseRate)
    {
        var (count, atRisk) = (1.0, baseRate);
        foreach (var outcome in outcomes)
        {
            (count, atRisk) = (count + 1, atRisk + (outcome ? 1 : 0));
        }

        return atRisk / count;
    }
}
