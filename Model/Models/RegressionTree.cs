namespace Antivirus.Model.Models;

/// <summary>One tree of an ensemble. A child is a node's index, or the complement (<c>~</c>) of a leaf's.</summary>
internal sealed record RegressionTree
{
    public required double Weight { get; init; }

    public required int[] Left { get; init; }

    public required int[] Right { get; init; }

    /// <summary>The feature that each node looks at.</summary>
    public required int[] Feature { get; init; }

    /// <summary>Go left when the value is at most this; a missing value (NaN) goes right, as in FastTree.</summary>
    public required float[] Threshold { get; init; }

    public required double[] LeafValue { get; init; }

    /// <summary>How many training rows came through each node; exact reasons need it.</summary>
    public required double[] NodeCover { get; init; }

    /// <summary>How many training rows ended in each leaf.</summary>
    public required double[] LeafCover { get; init; }

    /// <summary>The leaf in which a row ends.</summary>
    public int FindLeaf(ReadOnlySpan<float> row)
    {
        var node = Left.Length == 0 ? ~0 : 0;
        while (node >= 0)
        {
            node = row[Feature[node]] <= Threshold[node] ? Left[node] : Right[node];
        }

        return ~node;
    }

    /// <summary>The same tree, with the covers that these rows give.</summary>
    public RegressionTree WithCovers(ReadOnlySpan<float> rows, int featureCount)
    {
        var tree = this with { NodeCover = new double[Left.Length], LeafCover = new double[LeafValue.Length] };
        for (; !rows.IsEmpty; rows = rows[featureCount..])
        {
            tree.Count(rows[..featureCount]);
        }

        return tree;
    }

    private void Count(ReadOnlySpan<float> row)
    {
        var node = Left.Length == 0 ? ~0 : 0;
        while (node >= 0)
        {
            NodeCover[node]++;
            node = row[Feature[node]] <= Threshold[node] ? Left[node] : Right[node];
        }

        LeafCover[~node]++;
    }
}
