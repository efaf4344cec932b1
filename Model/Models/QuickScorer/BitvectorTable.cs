namespace Antivirus.Model.Models.QuickScorer;

/// <summary>For each group of features and each combination of their bins: the leaves of every tree that these features leave
/// possible. Bytes, not masks of their width: code for each width would be compiled at each start.</summary>
internal sealed class BitvectorTable
{
    private readonly int _maskBytes;

    /// <param name="maskBytes">Bytes of one tree's mask, which has a bit for each of its leaves: 1, 2, 4 or 8.</param>
    public BitvectorTable(FeatureGroups groups, RegressionTree[] trees, int maskBytes)
    {
        Groups = groups;
        _maskBytes = maskBytes;
        Masks = new byte[groups.Length * maskBytes];
        Masks.AsSpan().Fill(byte.MaxValue);
        for (var tree = 0; tree < trees.Length; tree++)
        {
            ClearLeaves(trees[tree], tree);
        }
    }

    public FeatureGroups Groups { get; }

    /// <summary>Combination by combination: one a tree, and some behind the last; little-endian.</summary>
    public byte[] Masks { get; }

    private void ClearLeaves(RegressionTree tree, int column)
    {
        var order = LeafOrder.Of(tree);
        for (var node = 0; node < tree.Feature.Length; node++)
        {
            var possible = ~Stretch(order.First[node], order.Split[node]);
            foreach (var offset in Groups.Exceeding(tree.Feature[node], tree.Threshold[node]))
            {
                var mask = Masks.AsSpan((offset + column) * _maskBytes, _maskBytes);
                for (var place = 0; place < mask.Length; place++)
                {
                    mask[place] &= (byte)(possible >> (8 * place));
                }
            }
        }
    }

    /// <summary>The bits of leaves that stand side by side: at least one, and not all.</summary>
    private static ulong Stretch(int from, int to) => (ulong.MaxValue << from) & ~(ulong.MaxValue << to);
}
