namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// The tables of all groups of leaves: what each feature contributes, over the leaves of a group, for each combination of the features'
/// ways. A leaf's Shapley values depend only on which of its steps a row takes, so that each pattern is computed once (Fast TreeSHAP v2,
/// Yang 2021). Cells are whole multiples of <see cref="Unit"/>: their sum is the same in any order, whatever the width of vectors.
/// </summary>
internal sealed class ShapleyTables
{
    // The rounding of a thousand tables stays below 1e-6.
    private const int FinestUnit = -27;

    private readonly (double Node, double Weight)[][] _points;
    private double[] _table = [];
    private double[] _values = [];
    private int[] _patterns = [];

    /// <param name="points">By number of steps.</param>
    public ShapleyTables(List<LeafGroup> groups, int featureCount, (double Node, double Weight)[][] points)
    {
        _points = points;

        var (largest, cellCount) = (1.0, TableBatch.Lanes);
        foreach (var group in groups)
        {
            // No cell exceeds what the leaves of its group add up to: 31 bits hold it.
            largest = Math.Max(largest, group.Leaves.Aggregate(0.0, (sum, leaf) => sum + Math.Abs(leaf.Value)));
            cellCount += CountCells(group);
        }

        Unit = Math.ScaleB(1, Math.Max(FinestUnit, (int)Math.Ceiling(Math.Log2(largest / int.MaxValue))));
        Cells = GC.AllocateUninitializedArray<int>(cellCount);
        Cells.AsSpan(0, TableBatch.Lanes).Clear();
        var (start, bound) = (TableBatch.Lanes, 0L);
        foreach (var group in groups)
        {
            var largestCell = Fill(Cells.AsSpan(start, CountCells(group)), group, featureCount);
            bound += largestCell;
            if (bound > int.MaxValue)
            {
                Batches[^1].EndsSum = true;
                bound = largestCell;
            }

            if (Batches.Count == 0 || Batches[^1].IsFull || Batches[^1].EndsSum)
            {
                Batches.Add(new TableBatch(featureCount));
            }

            Batches[^1].Add(group, start);
            start += CountCells(group);
        }

        Batches.LastOrDefault()?.EndsSum = true;
    }

    /// <summary>What the whole number 1 stands for.</summary>
    public double Unit { get; }

    /// <summary>A vector of zeros, then the tables: for each vector that holds a feature of the group, entry by entry.</summary>
    public int[] Cells { get; }

    public List<TableBatch> Batches { get; } = [];

    public static int CountCells(LeafGroup group) => group.Entries * group.Chunks(TableBatch.Lanes).Count * TableBatch.Lanes;

    /// <returns>The largest cell, without its sign.</returns>
    private long Fill(Span<int> cells, LeafGroup group, int featureCount)
    {
        var table = Compute(group, featureCount);
        var (lanes, cell, largest) = (TableBatch.Lanes, 0, 0);
        foreach (var chunk in group.Chunks(lanes))
        {
            for (var entry = 0; entry < group.Entries; entry++)
            {
                for (var feature = chunk * lanes; feature < (chunk + 1) * lanes; feature++)
                {
                    cells[cell] = feature < featureCount ? (int)Math.Round(table[(entry * featureCount) + feature] / Unit) : 0;
                    largest = Math.Max(largest, Math.Abs(cells[cell++]));
                }
            }
        }

        return largest;
    }

    /// <returns>Entries × features, row-major; valid until the next call.</returns>
    private ReadOnlySpan<double> Compute(LeafGroup group, int featureCount)
    {
        var table = Room(ref _table, group.Entries * featureCount);
        table.Clear();
        for (var leaf = 0; leaf < group.Leaves.Length; leaf++)
        {
            var path = group.Leaves[leaf];
            var width = path.Steps.Length;
            var values = ValuesByPattern(path);
            var patterns = PatternsByEntry(group, leaf);
            for (var entry = 0; entry < patterns.Length; entry++)
            {
                for (var step = 0; step < width; step++)
                {
                    table[(entry * featureCount) + path.Steps[step].Feature] += values[(patterns[entry] * width) + step];
                }
            }
        }

        return table;
    }

    private ReadOnlySpan<double> ValuesByPattern(LeafPath path)
    {
        var width = path.Steps.Length;
        var values = Room(ref _values, width << width);
        Span<bool> taken = stackalloc bool[width];
        for (var pattern = 0; pattern < 1 << width; pattern++)
        {
            for (var step = 0; step < width; step++)
            {
                taken[step] = ((pattern >> step) & 1) != 0;
            }

            LeafShapley.Write(path, taken, _points[width], values.Slice(pattern * width, width));
        }

        return values;
    }

    /// <summary>Which steps of a leaf's path a row of each entry takes: bit k is step k.</summary>
    private ReadOnlySpan<int> PatternsByEntry(LeafGroup group, int leaf)
    {
        var patterns = Room(ref _patterns, group.Entries);
        patterns[0] = 0;
        var known = 1;
        foreach (var ways in group.Features)
        {
            var step = Array.FindIndex(group.Leaves[leaf].Steps, step => step.Feature == ways.Feature);

            // From the last way down: the first one overwrites what the others are made from.
            for (var way = ways.Open.Count - 1; way >= 0; way--)
            {
                var bit = (int)((ways.Open[way] >> leaf) & 1) << Math.Max(step, 0);
                for (var entry = 0; entry < known; entry++)
                {
                    patterns[(way * known) + entry] = patterns[entry] | bit;
                }
            }

            known *= ways.Open.Count;
        }

        return patterns;
    }

    private static Span<T> Room<T>(ref T[] array, int length)
    {
        // By far, since groups come by size: arrays that are a little larger each time would leave megabytes for the collector.
        array = array.Length < length ? new T[2 * length] : array;
        return array.AsSpan(0, length);
    }
}
