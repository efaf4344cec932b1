using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Antivirus.Model.Scoring;

/// <summary>The masks of all trees for each group of features, side by side so that one vector holds many trees.</summary>
/// <typeparam name="TMask">Unsigned integer with a bit for each leaf of the widest tree.</typeparam>
internal sealed class LeafMasks<TMask> : LeafMasks
    where TMask : unmanaged, IBinaryInteger<TMask>
{
    // Four sums at once hide the latency of adding, whose order may not change.
    private const int RowsAtOnce = 4;
    private const int MostOnStack = 4096;

    private readonly MaskTable<TMask> _table;
    private readonly int _treeCount;
    private readonly int _leafStride;
    private readonly double[] _leaves;
    private readonly double _bias;

    private LeafMasks(MaskTable<TMask> table, double bias, RegressionTree[] trees)
    {
        _table = table;
        _bias = bias;
        _treeCount = trees.Length;
        _leafStride = trees.Max(tree => tree.LeafValue.Length);
        _leaves = new double[_treeCount * _leafStride];
        for (var tree = 0; tree < _treeCount; tree++)
        {
            var order = LeafOrder.Of(trees[tree]);
            for (var leaf = 0; leaf < order.Leaves.Length; leaf++)
            {
                _leaves[(tree * _leafStride) + leaf] = trees[tree].Weight * trees[tree].LeafValue[order.Leaves[leaf]];
            }
        }
    }

    public static new LeafMasks<TMask>? TryCreate(int featureCount, double bias, RegressionTree[] trees) =>
        MaskTable<TMask>.TryCreate(featureCount, trees, MostTableBytes) is { } table ? new LeafMasks<TMask>(table, bias, trees) : null;

    // Optimized at the first call: code with Vector<T> cannot be compiled ahead, and a cohort is over before the tiers have climbed.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Sum(ReadOnlySpan<float> rows, Span<double> sums)
    {
        var (width, groups, count) = (_table.Width, _table.GroupCount, rows.Length / _table.FeatureCount);
        var masks = width * RowsAtOnce <= MostOnStack ? stackalloc TMask[MostOnStack] : new TMask[width * RowsAtOnce];
        var offsets = count * groups <= MostOnStack ? stackalloc int[MostOnStack] : new int[count * groups];
        Span<double> four = stackalloc double[RowsAtOnce];
        _table.FindRows(rows, offsets[..(count * groups)]);
        for (var first = 0; first < count; first += RowsAtOnce)
        {
            for (var row = 0; row < RowsAtOnce; row++)
            {
                // Behind the last row it is taken again: every mask must be one of a real row.
                And(offsets.Slice(Math.Min(first + row, count - 1) * groups, groups), masks.Slice(row * width, width));
            }

            SumLeaves(masks, four);
            four[..Math.Min(RowsAtOnce, count - first)].CopyTo(sums[first..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void And(ReadOnlySpan<int> offsets, Span<TMask> masks)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(_table.Masks);
        ref var target = ref MemoryMarshal.GetReference(masks);
        for (var tree = 0; tree < masks.Length; tree += Vector<TMask>.Count)
        {
            var left = Vector<TMask>.AllBitsSet;
            foreach (var offset in offsets)
            {
                left &= Vector.LoadUnsafe(ref table, (nuint)(offset + tree));
            }

            left.StoreUnsafe(ref target, (nuint)tree);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumLeaves(ReadOnlySpan<TMask> masks, Span<double> sums)
    {
        ref var leaves = ref MemoryMarshal.GetArrayDataReference(_leaves);
        ref var mask = ref MemoryMarshal.GetReference(masks);
        var width = _table.Width;
        double sum0 = _bias, sum1 = _bias, sum2 = _bias, sum3 = _bias;
        for (int tree = 0, start = 0; tree < _treeCount; tree++, start += _leafStride)
        {
            sum0 += Unsafe.Add(ref leaves, start + Lowest(Unsafe.Add(ref mask, tree)));
            sum1 += Unsafe.Add(ref leaves, start + Lowest(Unsafe.Add(ref mask, tree + width)));
            sum2 += Unsafe.Add(ref leaves, start + Lowest(Unsafe.Add(ref mask, tree + (2 * width))));
            sum3 += Unsafe.Add(ref leaves, start + Lowest(Unsafe.Add(ref mask, tree + (3 * width))));
        }

        (sums[0], sums[1], sums[2], sums[3]) = (sum0, sum1, sum2, sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Lowest(TMask mask) => BitOperations.TrailingZeroCount(ulong.CreateTruncating(mask));
}
