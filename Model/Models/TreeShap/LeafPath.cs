namespace Antivirus.Model.Models.TreeShap;

/// <summary>The way to one leaf, told feature by feature instead of node by node.</summary>
/// <param name="Value">What the leaf adds to the raw score.</param>
internal sealed record LeafPath(double Value, PathStep[] Steps)
{
    /// <summary>What the path asks of a feature; null when it does not ask for it.</summary>
    public PathStep? StepOn(int feature)
    {
        foreach (var step in Steps)
        {
            if (step.Feature == feature)
            {
                return step;
            }
        }

        return null;
    }

    /// <summary>The ways to all leaves of a tree, from left to right.</summary>
    public static LeafPath[] Of(RegressionTree tree, ThresholdBins[] bins)
    {
        var paths = new List<LeafPath>();
        Visit(tree, bins, tree.Left.Length == 0 ? ~0 : 0, [], paths);
        return [.. paths];
    }

    private static void Visit(RegressionTree tree, ThresholdBins[] bins, int node, PathStep[] steps, List<LeafPath> paths)
    {
        if (node < 0)
        {
            paths.Add(new LeafPath(tree.Weight * tree.LeafValue[~node], steps));
            return;
        }

        var feature = tree.Feature[node];
        var step = Array.Find(steps, candidate => candidate.Feature == feature) ?? new PathStep(feature, 0, int.MaxValue, 1);
        var others = steps.Where(candidate => candidate.Feature != feature).ToArray();
        var split = bins[feature].RankOf(tree.Threshold[node]) + 1;
        var leftShare = ShareOfLeft(tree, node);
        Visit(tree, bins, tree.Left[node], [.. others, step with { End = Math.Min(step.End, split), Share = step.Share * leftShare }],
            paths);
        Visit(tree, bins, tree.Right[node],
            [.. others, step with { Start = Math.Max(step.Start, split), Share = step.Share * (1 - leftShare) }], paths);
    }

    /// <summary>Where no training row came through, both ways count the same.</summary>
    private static double ShareOfLeft(RegressionTree tree, int node)
    {
        var left = tree.Left[node] >= 0 ? tree.NodeCover[tree.Left[node]] : tree.LeafCover[~tree.Left[node]];
        return tree.NodeCover[node] > 0 ? left / tree.NodeCover[node] : 0.5;
    }
}

/// <summary>What one feature must be on the way to a leaf, and the share of training rows that took the same turns.</summary>
/// <param name="Start">First bin that leads to the leaf.</param>
/// <param name="End">First bin behind those; <see cref="int.MaxValue"/> where every higher one leads there.</param>
internal sealed record PathStep(int Feature, int Start, int End, double Share)
{
    /// <summary>False everywhere for a path that asks for x &lt;= 1 and x > 1.</summary>
    public bool Includes(int bin) => bin >= Start && bin < End;
}
