using System.Numerics;

namespace Antivirus.Model.Models.QuickScorer;

/// <summary>For each group of features and each combination of their bins: the leaves of every tree that these features leave
/// possible.</summary>
internal sealed class BitvectorTable<TMask>
    where TMask : unmanaged, IBinaryInteger<TMask>
{
    public BitvectorTable(FeatureGroups groups, RegressionTree[] trees)
    {
        Groups = groups;
        Masks = new TMask[groups.Length];
        Array.Fill(Masks, TMask.AllBitsSet);
        for (var tree = 0; tree < trees.Length; tree++)
        {
            ClearLeaves(trees[tree], tree);
        }
    }

    public FeatureGroups Groups { get; }

    /// <summary>Combination by combination: one a tree, and some behind the last.</summary>
    public TMask[] Masks { get; }

    private void ClearLeaves(RegressionTree tree, int column)
    {
        var order = LeafOrder.Of(tree);
        for (var node = 0; node < tree.Feature.Length; node++)
        {
            var possible = ~Stretch(order.First[node], order.Split[node]);
            foreach (var offset in Groups.Exceeding(tree.Feature[node], tree.Threshold[node]))
            {
                Masks[offset + column] &= possible;
            }
        }
    }

    private static TMask Stretch(int from, int to)
    {
        var bits = TMask.Zero;
        for (var leaf = from; leaf < to; leaf++)
        {
            bits |= TMask.One << leaf;
        }

        return bits;
    }
}
