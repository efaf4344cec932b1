using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// What the paths of leaf groups ask of a row, as comparisons of bins: finds for a block of rows which entry of a group's table is theirs.
/// The ways of the features are the digits of an entry's number, which is the sum of what each comparison adds, modulo 256.
/// </summary>
internal sealed class PathConditions
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly sbyte[] _bounds;
    private readonly sbyte[] _addends;

    public PathConditions(LeafGroup[] groups, BinColumns columns)
    {
        var (starts, tests) = (new List<int>(), new List<(int Column, sbyte Bound, sbyte Addend)>());
        foreach (var group in groups)
        {
            Add(group, columns, starts, tests);
        }

        _starts = [.. starts, tests.Count];
        _columns = [.. tests.Select(test => test.Column)];
        _bounds = [.. tests.Select(test => test.Bound)];
        _addends = [.. tests.Select(test => test.Addend)];
    }

    /// <summary>Writes one byte of the entry numbers of all rows of a block.</summary>
    /// <param name="index">Which byte: each group has one, and one more where its table has more than 256 entries.</param>
    /// <param name="bins">The block's <see cref="BinColumns"/>.</param>
    /// <param name="entries">One byte per row, as many as a column has: whole vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FindEntries(int index, ReadOnlySpan<sbyte> bins, Span<sbyte> entries)
    {
        var (from, to) = (_starts[index], _starts[index + 1]);
        if (!Vector.IsHardwareAccelerated)
        {
            FindEntriesByRow(from, to, bins, entries);
            return;
        }

        ref var source = ref MemoryMarshal.GetReference(bins);
        ref var target = ref MemoryMarshal.GetReference(entries);
        var height = (nuint)entries.Length;
        var step = (nuint)Vector<sbyte>.Count;
        nuint row = 0;

        // Four vectors at once: each comparison is fetched once for all of them.
        for (; row + (4 * step) <= height; row += 4 * step)
        {
            var sum0 = Vector<sbyte>.Zero;
            var (sum1, sum2, sum3) = (sum0, sum0, sum0);
            for (var test = from; test < to; test++)
            {
                var bound = new Vector<sbyte>(_bounds[test]);
                var addend = new Vector<sbyte>(_addends[test]);
                var place = ((nuint)_columns[test] * height) + row;
                sum0 += Vector.GreaterThan(Vector.LoadUnsafe(ref source, place), bound) & addend;
                sum1 += Vector.GreaterThan(Vector.LoadUnsafe(ref source, place + step), bound) & addend;
                sum2 += Vector.GreaterThan(Vector.LoadUnsafe(ref source, place + (2 * step)), bound) & addend;
                sum3 += Vector.GreaterThan(Vector.LoadUnsafe(ref source, place + (3 * step)), bound) & addend;
            }

            sum0.StoreUnsafe(ref target, row);
            sum1.StoreUnsafe(ref target, row + step);
            sum2.StoreUnsafe(ref target, row + (2 * step));
            sum3.StoreUnsafe(ref target, row + (3 * step));
        }

        for (; row < height; row += step)
        {
            var sum = Vector<sbyte>.Zero;
            for (var test = from; test < to; test++)
            {
                var place = ((nuint)_columns[test] * height) + row;
                var taken = Vector.GreaterThan(Vector.LoadUnsafe(ref source, place), new Vector<sbyte>(_bounds[test]));
                sum += taken & new Vector<sbyte>(_addends[test]);
            }

            sum.StoreUnsafe(ref target, row);
        }
    }

    private void FindEntriesByRow(int from, int to, ReadOnlySpan<sbyte> bins, Span<sbyte> entries)
    {
        entries.Clear();
        for (var test = from; test < to; test++)
        {
            var (bound, addend) = (_bounds[test], _addends[test]);
            var column = bins.Slice(_columns[test] * entries.Length, entries.Length);
            for (var row = 0; row < column.Length; row++)
            {
                // All bits where the bin exceeds the bound, without a branch.
                entries[row] += (sbyte)(addend & ((bound - column[row]) >> 31));
            }
        }
    }

    private static void Add(LeafGroup group, BinColumns columns, List<int> starts, List<(int Column, sbyte Bound, sbyte Addend)> tests)
    {
        starts.Add(tests.Count);
        var stride = 1;
        foreach (var ways in group.Features)
        {
            if (stride * ways.Open.Length > LeafGroup.MaxShared)
            {
                // The second byte begins.
                starts.Add(tests.Count);
                stride = 1;
            }

            for (var stretch = 1; stretch < ways.Starts.Length; stretch++)
            {
                var (column, bound) = columns.Find(ways.Feature, ways.Starts[stretch]);
                tests.Add((column, bound, unchecked((sbyte)((ways.WayOf[stretch] - ways.WayOf[stretch - 1]) * stride))));
            }

            stride *= ways.Open.Length;
        }
    }
}
