using Antivirus.Model.Models;

namespace Antivirus.Training.Evaluation;

/// <summary>How far a feature moved from the training rows: the population stability index (Siddiqi 2006). Above 0.1 is worth a look, above 0.25 a new training.</summary>
internal static class Drift
{
    // An empty bin would make the index infinite.
    private const double MinShare = 1e-4;

    public static double Index(FeatureBins trained, IReadOnlyCollection<double> values) =>
        trained.Shares.Zip(Shares(trained.UpperEdges, values), (before, now) => Part(Math.Max(before, MinShare), Math.Max(now, MinShare))).Sum();

    /// <summary>Share of the values in each bin; the last is that of missing values.</summary>
    public static IReadOnlyList<double> Shares(IReadOnlyList<double> upperEdges, IReadOnlyCollection<double> values)
    {
        var counts = new double[upperEdges.Count + 2];
        foreach (var value in values)
        {
            counts[double.IsNaN(value) ? ^1 : upperEdges.Count(edge => value > edge)]++;
        }

        return [.. counts.Select(count => Math.Round(count / values.Count, 6))];
    }

    private static double Part(double before, double now) => (now - before) * Math.Log(now / before);
}
