namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// The table of a leaf group: what each feature contributes, over all leaves of the group, for each combination of the features' ways.
/// A leaf's Shapley values depend only on which of its steps a row takes, so that each pattern is computed once
/// (Fast TreeSHAP v2, Yang 2021).
/// </summary>
internal static class ShapleyTable
{
    /// <summary>Computes the table: entries × features of the group, row-major.</summary>
    public static double[] Create(LeafGroup group, GaussLegendre[] points)
    {
        var width = group.Features.Length;
        var table = new double[group.Entries * width];
        for (var leaf = 0; leaf < group.Leaves.Count; leaf++)
        {
            var steps = group.Leaves[leaf].Steps;
            var values = ValuesByPattern(group.Leaves[leaf], points[steps.Length]);
            var patterns = PatternsByEntry(group, leaf);
            for (var step = 0; step < steps.Length; step++)
            {
                var column = Array.FindIndex(group.Features, ways => ways.Feature == steps[step].Feature);
                for (var entry = 0; entry < patterns.Length; entry++)
                {
                    table[(entry * width) + column] += values[(patterns[entry] * steps.Length) + step];
                }
            }
        }

        return table;
    }

    private static double[] ValuesByPattern(LeafPath path, GaussLegendre points)
    {
        var width = path.Steps.Length;
        var values = new double[width << width];
        var taken = new double[width];
        for (var pattern = 0; pattern < 1 << width; pattern++)
        {
            for (var step = 0; step < width; step++)
            {
                taken[step] = (pattern >> step) & 1;
            }

            LeafShapley.Write(path, taken, points, values.AsSpan(pattern * width, width));
        }

        return values;
    }

    /// <summary>Which steps of a leaf's path a row of each entry takes: bit k is step k.</summary>
    private static int[] PatternsByEntry(LeafGroup group, int leaf)
    {
        var patterns = new int[group.Entries];
        var known = 1;
        foreach (var ways in group.Features)
        {
            var step = Array.FindIndex(group.Leaves[leaf].Steps, candidate => candidate.Feature == ways.Feature);

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
}
