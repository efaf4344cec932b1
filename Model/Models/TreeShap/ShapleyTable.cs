namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// The table of a leaf group: what each feature contributes, over all leaves of the group, for each combination of the features' ways.
/// A leaf's Shapley values depend only on which of its steps a row takes, so that each pattern is computed once
/// (Fast TreeSHAP v2, Yang 2021).
/// </summary>
/// <param name="points">By number of steps.</param>
internal sealed class ShapleyTable(GaussLegendre[] points)
{
    // One after another for all groups: hundreds of tables would leave megabytes for the collector.
    private double[] _table = [];
    private double[] _values = [];
    private double[] _taken = [];
    private int[] _patterns = [];

    /// <summary>Computes the table: entries × features of the group, row-major; valid until the next one is computed.</summary>
    public ReadOnlySpan<double> Compute(LeafGroup group)
    {
        var width = group.Features.Length;
        var table = Room(ref _table, group.Entries * width);
        table.Clear();
        for (var leaf = 0; leaf < group.Leaves.Count; leaf++)
        {
            var steps = group.Leaves[leaf].Steps;
            var values = ValuesByPattern(group.Leaves[leaf]);
            var patterns = PatternsByEntry(group, leaf);
            for (var column = 0; column < width; column++)
            {
                var step = Array.IndexOf(steps, group.Leaves[leaf].StepOn(group.Features[column].Feature));
                for (var entry = 0; entry < patterns.Length && step >= 0; entry++)
                {
                    table[(entry * width) + column] += values[(patterns[entry] * steps.Length) + step];
                }
            }
        }

        return table;
    }

    private static Span<T> Room<T>(ref T[] array, int length)
    {
        array = array.Length < length ? new T[length] : array;
        return array.AsSpan(0, length);
    }

    private ReadOnlySpan<double> ValuesByPattern(LeafPath path)
    {
        var width = path.Steps.Length;
        var values = Room(ref _values, width << width);
        var taken = Room(ref _taken, width);
        for (var pattern = 0; pattern < 1 << width; pattern++)
        {
            for (var step = 0; step < width; step++)
            {
                taken[step] = (pattern >> step) & 1;
            }

            LeafShapley.Write(path, taken, points[width], values.Slice(pattern * width, width));
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
            var step = Array.IndexOf(group.Leaves[leaf].Steps, group.Leaves[leaf].StepOn(ways.Feature));

            // From the last way down: the first one overwrites what the others are made from.
            for (var way = ways.Open.Length - 1; way >= 0; way--)
            {
                var bit = (int)((ways.Open[way] >> leaf) & 1) << Math.Max(step, 0);
                for (var entry = 0; entry < known; entry++)
                {
                    patterns[(way * known) + entry] = patterns[entry] | bit;
                }
            }

            known *= ways.Open.Length;
        }

        return patterns;
    }
}
