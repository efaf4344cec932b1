using System.Numerics;
using System.Runtime.CompilerServices;

namespace Antivirus.Model.Models.QuickScorer;

/// <summary>
/// Sums an ensemble without walking its trees, after QuickScorer (Lucchese et al., SIGIR 2015): each tree is a set of bits,
/// one a leaf from left to right; a test that goes right clears the leaves left of it; the lowest bit that is left is the row's leaf.
/// </summary>
internal abstract class BitvectorScorer
{
    /// <summary>Beyond this the tables leave the cache and a walk is no slower.</summary>
    private const int MaxTableBytes = 4 * 1024 * 1024;

    /// <summary>Writes the sum of the leaf values of each row, in tree order and in double.</summary>
    public abstract void Sum(ReadOnlySpan<float> rows, Span<double> sums);

    /// <summary>Null for trees that are too wide or too many for it: those are walked.</summary>
    public static BitvectorScorer? TryCreate(ThresholdBins[] bins, double bias, RegressionTree[] trees)
    {
        var maxLeaves = 0;
        foreach (var tree in trees)
        {
            maxLeaves = Math.Max(maxLeaves, tree.LeafValue.Length);
        }

        if (maxLeaves is 0 or > 64)
        {
            return null;
        }

        // A byte, or as many as the widest tree has leaves for.
        var maskBytes = (int)Math.Max(1, BitOperations.RoundUpToPowerOf2((uint)maxLeaves) / 8);
        var masksAtOnce = VectorBytes / maskBytes;
        var width = (trees.Length + masksAtOnce - 1) / masksAtOnce * masksAtOnce;
        if (FeatureGroups.TryCreate(bins, width, MaxTableBytes / maskBytes) is not { } groups)
        {
            return null;
        }

        var table = new BitvectorTable(groups, trees, maskBytes);
        return maskBytes switch
        {
            1 => new BitvectorSum<byte>(table, bias, trees),
            2 => new BitvectorSum<ushort>(table, bias, trees),
            4 => new BitvectorSum<uint>(table, bias, trees),
            _ => new BitvectorSum<ulong>(table, bias, trees),
        };
    }

    // Apart: code that asks for it cannot be compiled ahead.
    private static int VectorBytes
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => Vector<byte>.Count;
    }
}
