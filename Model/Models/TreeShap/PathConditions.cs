using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// What a group of leaves asks of a row, as comparisons of bins. The ways of the group's features are the digits of the row's entry in the
/// group's table: its offset is the sum of what each comparison adds.
/// </summary>
internal sealed class PathConditions
{
    private readonly List<(int Feature, short Bound, short Addend)> _tests = [];

    /// <param name="stride">From one entry of the table to the next.</param>
    public PathConditions(LeafGroup group, int stride)
    {
        foreach (var ways in group.Features)
        {
            for (var stretch = 1; stretch < ways.Starts.Count; stretch++)
            {
                var addend = (ways.WayOf[stretch] - ways.WayOf[stretch - 1]) * stride;
                _tests.Add((ways.Feature, (short)(ways.Starts[stretch] - 1), (short)addend));
            }

            stride *= ways.Open.Count;
        }
    }

    /// <summary>Writes the offsets of a block of rows, modulo 65 536.</summary>
    /// <param name="bins">Features × rows, column by column.</param>
    /// <param name="offsets">One per row: whole vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FindOffsets(ReadOnlySpan<short> bins, Span<short> offsets)
    {
        offsets.Clear();
        var sums = MemoryMarshal.Cast<short, Vector<short>>(offsets);
        foreach (var (feature, bound, addend) in CollectionsMarshal.AsSpan(_tests))
        {
            var column = bins.Slice(feature * offsets.Length, offsets.Length);
            if (!Vector.IsHardwareAccelerated)
            {
                for (var row = 0; row < column.Length; row++)
                {
                    // All bits where the bin exceeds the bound, without a branch.
                    offsets[row] += (short)(addend & ((bound - column[row]) >> 31));
                }

                continue;
            }

            var vectors = MemoryMarshal.Cast<short, Vector<short>>(column);
            var (bounds, addends) = (new Vector<short>(bound), new Vector<short>(addend));
            for (var place = 0; place < sums.Length; place++)
            {
                sums[place] += Vector.GreaterThan(vectors[place], bounds) & addends;
            }
        }
    }
}
