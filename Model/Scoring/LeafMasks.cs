namespace Antivirus.Model.Scoring;

/// <summary>
/// Sums an ensemble without walking its trees, after QuickScorer (Lucchese et al., SIGIR 2015): each tree is a set of bits,
/// one a leaf from left to right; a test that goes right clears the leaves left of it; the lowest bit that is left is the row's leaf.
/// </summary>
internal abstract class LeafMasks
{
    /// <summary>Beyond this the tables leave the cache and a walk is no slower.</summary>
    protected const int MostTableBytes = 4 * 1024 * 1024;

    /// <summary>Writes the sum of the leaf values of each row, in tree order and in double.</summary>
    public abstract void Sum(ReadOnlySpan<float> rows, Span<double> sums);

    /// <summary>Null for trees that are too wide or too many for it: those are walked.</summary>
    public static LeafMasks? TryCreate(int featureCount, double bias, RegressionTree[] trees) => trees.Max(tree => (int?)tree.LeafValue.Length) switch
    {
        null or > 64 => null,
        <= 8 => LeafMasks<byte>.TryCreate(featureCount, bias, trees),
        <= 16 => LeafMasks<ushort>.TryCreate(featureCount, bias, trees),
        <= 32 => LeafMasks<uint>.TryCreate(featureCount, bias, trees),
        _ => LeafMasks<ulong>.TryCreate(featureCount, bias, trees),
    };
}
