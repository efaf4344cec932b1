namespace Antivirus.Model.Scoring.Drift;

/// <summary>
/// The population stability index (Siddiqi 2006) of a feature between two samples, beside what chance alone makes of it: with k filled
/// bins,
/// n and m rows it is about (1/n + 1/m) times a chi-squared variable of k − 1 degrees of freedom (Yurdakul 2018).
/// </summary>
public static class PopulationStability
{
    /// <summary>Above this, beyond chance, a feature is worth a look.</summary>
    public const double Notable = 0.1;

    // An empty bin would make the index infinite.
    private const double MinShare = 1e-4;

    // Many features are looked at: chance alone reaches four deviations once in some thousand looks at few bins.
    private const double Deviations = 4;

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

    /// <summary>The index between trained and present shares.</summary>
    /// <param name="trained">Shares of the training rows, 0 to 1 each.</param>
    /// <param name="counts">Rows of the cohort in the same bins.</param>
    /// <param name="trainedRows">Number of training rows.</param>
    public static StabilityIndex Measure(IReadOnlyList<double> trained, long[] counts, int trainedRows)
    {
        var rows = 0L;
        for (var bin = 0; bin < counts.Length; bin++)
        {
            rows += counts[bin];
        }

        var index = 0.0;
        var filled = 0;
        for (var bin = 0; bin < trained.Count; bin++)
        {
            filled += trained[bin] > 0 || counts[bin] > 0 ? 1 : 0;
            index += Part(Math.Max(trained[bin], MinShare), Math.Max((double)counts[bin] / rows, MinShare));
        }

        var unit = (1.0 / rows) + (1.0 / trainedRows);
        var freedom = Math.Max(0, filled - 1);
        return new StabilityIndex(index, freedom * unit, Math.Sqrt(2 * freedom) * unit * Deviations);
    }

    private static double Part(double before, double now) => (now - before) * Math.Log(now / before);
}

/// <summary>How far a feature moved.</summary>
/// <param name="Psi">The index as it is usually quoted.</param>
/// <param name="Expected">What two samples of these sizes from one population have on average.</param>
/// <param name="Noise">How far above that chance alone may lie.</param>
public sealed record StabilityIndex(double Psi, double Expected, double Noise)
{
    /// <summary>The part that chance does not explain.</summary>
    public double Excess => Math.Max(0, Psi - Expected);

    public bool IsNotable => Excess > Math.Max(PopulationStability.Notable, Noise);
}
