namespace Antivirus.Model.Models.TreeShap;

/// <summary>The way to one leaf, by feature instead of by node.</summary>
/// <param name="Value">What the leaf adds to the raw score.</param>
/// <param name="Steps">One for each feature that the way asks for.</param>
internal sealed record LeafPath(double Value, PathStep[] Steps)
{
    /// <summary>What the leaf adds to the mean raw score of the training rows.</summary>
    public double Mean => Steps.Aggregate(Value, (product, step) => product * step.Share);

    /// <summary>The ways to all leaves, of each tree from left to right; trees of the same features are neighbours.</summary>
    public static List<LeafPath> Of(TreeEnsemble ensemble)
    {
        var paths = new List<LeafPath>();
        string KeyOf(RegressionTree tree) => string.Concat(ensemble.Bins.Select((_, index) => tree.Feature.Contains(index) ? '1' : '0'));
        foreach (var tree in ensemble.Trees.OrderBy(KeyOf, StringComparer.Ordinal))
        {
            Visit(tree, ensemble.Bins, tree.Left.Length == 0 ? ~0 : 0, [], paths);
        }

        return paths;
    }

    private static void Visit(RegressionTree tree, ThresholdBins[] bins, int node, PathStep[] steps, List<LeafPath> paths)
    {
        if (node < 0)
        {
            paths.Add(new LeafPath(tree.Weight * tree.LeafValue[~node], steps));
            return;
        }

        var (feature, left) = (tree.Feature[node], tree.Left[node]);
        var step = Array.Find(steps, other => other.Feature == feature) ?? new PathStep(feature, 0, int.MaxValue, 1);
        var others = Array.FindAll(steps, other => other.Feature != feature);
        var split = bins[feature].RankOf(tree.Threshold[node]) + 1;

        // Where no training row came through, both ways count the same.
        var cover = left >= 0 ? tree.NodeCover[left] : tree.LeafCover[~left];
        var share = tree.NodeCover[node] > 0 ? cover / tree.NodeCover[node] : 0.5;
        var below = step with { End = Math.Min(step.End, split), Share = step.Share * share };
        var above = step with { Start = Math.Max(step.Start, split), Share = step.Share * (1 - share) };
        Visit(tree, bins, left, [.. others, below], paths);
        Visit(tree, bins, tree.Right[node], [.. others, above], paths);
    }
}

/// <summary>Which bins of a feature lead to a leaf, and the share of the training rows that took the same turns.</summary>
/// <param name="End">First bin behind them; <see cref="int.MaxValue"/> where every higher one leads there.</param>
internal sealed record PathStep(int Feature, int Start, int End, double Share)
{
    /// <summary>False everywhere for a path that asks for x &lt;= 1 and x > 1.</summary>
    public bool Includes(int bin) => bin >= Start && bin < End;
}
