namespace Antivirus.Model.Evaluation;

/// <summary>A share that was counted, with its 95 % interval (Wilson 1927); null where nobody was counted.</summary>
/// <param name="Hits">How many of those counted.</param>
/// <param name="Of">How many were counted.</param>
public readonly record struct Proportion(int Hits, int Of)
{
    // Of the standard normal distribution: 95 of 100 values lie within.
    private const double Z = 1.959964;

    /// <summary>0 to 1.</summary>
    public double? Value => Of == 0 ? null : Math.Round((double)Hits / Of, 4);

    public double? Low => Of == 0 ? null : Math.Round(Math.Max(0, Centre - Margin), 4);

    public double? High => Of == 0 ? null : Math.Round(Math.Min(1, Centre + Margin), 4);

    private double Centre => (Hits + (Z * Z / 2)) / (Of + (Z * Z));

    private double Margin => Z / (Of + (Z * Z)) * Math.Sqrt(((double)Hits * (Of - Hits) / Of) + (Z * Z / 4));
}
