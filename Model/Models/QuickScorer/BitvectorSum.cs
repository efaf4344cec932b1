using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Antivirus.Model.Models.QuickScorer;

/// <summary>The masks of all trees for each group of features, side by side so that one vector holds many trees.</summary>
/// <typeparam name="TMask">Unsigned integer with a bit for each leaf of the widest tree.</typeparam>
internal sealed class BitvectorSum<TMask> : BitvectorScorer
    where TMask : unmanaged, IBinaryInteger<TMask>
{
    // Four sums at once hide the latency of adding, whose order may not change.
    private const int RowsAtOnce = 4;
    private const int MaxOnStack = 4096;

    private readonly BitvectorTable _table;
    private readonly int _treeCount;
    private readonly int _leafStride;
    private readonly double[] _leaves;
    private readonly double _bias;

    public BitvectorSum(BitvectorTable table, double bias, RegressionTree[] trees)
    {
        _table = table;
        _bias = bias;
        _treeCount = trees.Length;
        foreach (var tree in trees)
        {
            _leafStride = Math.Max(_leafStride, tree.LeafValue.Length);
        }

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

    // Optimized at the first call: code with Vector<T> cannot be compiled ahead, and a cohort is over before the tiers have climbed.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Sum(ReadOnlySpan<float> rows, Span<double> sums)
    {
        var (width, groups, count) = (_table.Groups.Width, _table.Groups.Count, rows.Length / _table.Groups.FeatureCount);
        var masks = width * RowsAtOnce <= MaxOnStack ? stackalloc TMask[MaxOnStack] : new TMask[width * RowsAtOnce];
        var offsets = count * groups <= MaxOnStack ? stackalloc int[MaxOnStack] : new int[count * groups];
        Span<double> four = stackalloc double[RowsAtOnce];
        _table.Groups.FindRows(rows, offsets[..(count * groups)]);
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
        ref var table = ref Unsafe.As<byte, TMask>(ref MemoryMarshal.GetArrayDataReference(_table.Masks));
        ref var target = ref MemoryMarshal.GetReference(masks);
        var step = (nuint)Vector<TMask>.Count;
        nuint tree = 0;

        // Four vectors at once: each offset is fetched once for all of them.
        for (; tree + (4 * step) <= (nuint)masks.Length; tree += 4 * step)
        {
            var left0 = Vector<TMask>.AllBitsSet;
            var (left1, left2, left3) = (left0, left0, left0);
            foreach (var offset in offsets)
            {
                var start = (nuint)(uint)offset + tree;
                left0 &= Vector.LoadUnsafe(ref table, start);
                left1 &= Vector.LoadUnsafe(ref table, start + step);
                left2 &= Vector.LoadUnsafe(ref table, start + (2 * step));
                left3 &= Vector.LoadUnsafe(ref table, start + (3 * step));
            }

            left0.StoreUnsafe(ref target, tree);
            left1.StoreUnsafe(ref target, tree + step);
            left2.StoreUnsafe(ref target, tree + (2 * step));
            left3.StoreUnsafe(ref target, tree + (3 * step));
        }

        for (; tree < (nuint)masks.Length; tree += step)
        {
            var left = Vector<TMask>.AllBitsSet;
            foreach (var offset in offsets)
            {
                left &= Vector.LoadUnsafe(ref table, (nuint)(uint)offset + tree);
            }

            left.StoreUnsafe(ref target, tree);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumLeaves(ReadOnlySpan<TMask> masks, Span<double> sums)
    {
        ref var leaves = ref MemoryMarshal.GetArrayDataReference(_leaves);
        ref var mask0 = ref MemoryMarshal.GetReference(masks);
        ref var mask1 = ref Unsafe.Add(ref mask0, _table.Groups.Width);
        ref var mask2 = ref Unsafe.Add(ref mask1, _table.Groups.Width);
        ref var mask3 = ref Unsafe.Add(ref mask2, _table.Groups.Width);
        var (trees, stride) = ((nuint)_treeCount, (nuint)_leafStride);
        double sum0 = _bias, sum1 = _bias, sum2 = _bias, sum3 = _bias;
        for (nuint tree = 0; tree < trees; tree++)
        {
            sum0 += Unsafe.Add(ref leaves, Lowest(Unsafe.Add(ref mask0, tree)));
            sum1 += Unsafe.Add(ref leaves, Lowest(Unsafe.Add(ref mask1, tree)));
            sum2 += Unsafe.Add(ref leaves, Lowest(Unsafe.Add(ref mask2, tree)));
            sum3 += Unsafe.Add(ref leaves, Lowest(Unsafe.Add(ref mask3, tree)));
            leaves = ref Unsafe.Add(ref leaves, stride);
        }

        (sums[0], sums[1], sums[2], sums[3]) = (sum0, sum1, sum2, sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Lowest(TMask mask) => Unsafe.SizeOf<TMask>() <= sizeof(uint)
        ? (uint)BitOperations.TrailingZeroCount(uint.CreateTruncating(mask))
        : (uint)BitOperations.TrailingZeroCount(ulong.CreateTruncating(mask));
}
