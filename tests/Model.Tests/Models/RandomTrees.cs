using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using CsCheck;

namespace Antivirus.Model.Tests.Models;

/// <summary>Ensembles of any shape that a trainer could give, and rows that hit their thresholds.</summary>
internal static class RandomTrees
{
    private static readonly float[] Values =
        [float.NaN, float.NegativeInfinity, -1.5f, -0f, 0, 0.5f, 1, 2, 2.5f, 3, 7, 40, 255, 256, 1e9f, float.PositiveInfinity];

    public static Gen<TreeEnsemble> Ensemble(int featureCount, int maxTrees, int maxLeaves) =>
        from seed in Gen.Int
        from trees in Gen.Int[0, maxTrees]
        from leaves in Gen.Int[1, maxLeaves]
        select Grow(new Random(seed), featureCount, trees, leaves);

    public static Gen<float[]> Rows(int featureCount, int maxRows) =>
        from rows in Gen.Int[1, maxRows]
        from cells in Gen.Int[0, Values.Length - 1].Select(index => Values[index]).Array[rows * featureCount]
        select cells;

    public static TreeEnsemble Grow(Random random, int featureCount, int trees, int leaves) => new(
        featureCount,
        random.NextDouble() - 0.5,
        new PlattCalibration(-0.4, 0.1),
        [.. Enumerable.Range(0, trees).Select(_ => Grow(random, featureCount, 1 + random.Next(leaves)))]);

    /// <summary>A tree whose nodes follow one another, each with a feature of its own.</summary>
    public static RegressionTree GrowChain(Random random, int nodes) => new()
    {
        Weight = 1,
        Left = [.. Enumerable.Range(0, nodes).Select(node => ~node)],
        Right = [.. Enumerable.Range(1, nodes).Select(node => node < nodes ? node : ~node)],
        Feature = [.. Enumerable.Range(0, nodes)],
        Threshold = [.. Enumerable.Range(0, nodes).Select(_ => 0.5f)],
        LeafValue = [.. Enumerable.Range(0, nodes + 1).Select(_ => random.NextDouble() - 0.5)],
        NodeCover = [.. Enumerable.Range(0, nodes).Select(node => 1000.0 / (node + 1))],
        LeafCover = [.. Enumerable.Range(1, nodes).Select(node => (1000.0 / node) - (1000.0 / (node + 1))), 1000.0 / (nodes + 1)],
    };

    /// <summary>Trees of three leaves, so that the first feature has this many thresholds: 0, 1, 2 and so on.</summary>
    public static TreeEnsemble GrowStumps(Random random, int features, int thresholds) => new(features, 0, new PlattCalibration(-1, 0),
    [
        .. Enumerable.Range(0, thresholds).Select(threshold => new RegressionTree
        {
            Weight = 0.1,
            Left = [1, ~0],
            Right = [~2, ~1],
            Feature = [0, 1 + random.Next(features - 1)],
            Threshold = [threshold, random.Next(thresholds)],
            LeafValue = [random.NextDouble(), random.NextDouble(), random.NextDouble()],
            NodeCover = [100, 60],
            LeafCover = [35, 25, 40],
        }),
    ]);

    /// <summary>The same trees beside a linear part with numbers, a category and a feature without a term.</summary>
    public static TreeEnsemble WithLinearPart(TreeEnsemble ensemble, int seed)
    {
        var random = new Random(seed);
        double Draw() => random.NextDouble() - 0.5;
        var terms = Enumerable.Range(0, ensemble.FeatureCount - 1).Select(feature => feature % 3 == 2
            ? new LinearTerm(feature, 0, 0, Draw(), [0, 1, 3, 255], [Draw(), Draw(), Draw(), Draw()])
            : new LinearTerm(feature, Draw() / 1000, Draw(), Draw(), [], []));
        return new TreeEnsemble(ensemble.FeatureCount, ensemble.Bias, ensemble.Calibration, [.. ensemble.Trees],
            new LinearPart(ensemble.FeatureCount, Draw(), [.. terms]));
    }

    /// <summary>Rows in which a third of the values are new words.</summary>
    public static float[] WithNewWords(float[] rows, int seed)
    {
        var random = new Random(seed);
        return Array.ConvertAll(rows, value => random.Next(3) == 0 ? StudentBatch.NewWord : value);
    }

    /// <summary>Splits leaves at random until there are enough; covers are those of an imagined training set.</summary>
    private static RegressionTree Grow(Random random, int featureCount, int leaves)
    {
        var tree = new RegressionTree
        {
            // Over five decades: what one tree contributes must not drown what another does.
            Weight = Math.Pow(10, (5 * random.NextDouble()) - 4.5),
            Left = new int[leaves - 1],
            Right = new int[leaves - 1],
            Feature = new int[leaves - 1],
            Threshold = new float[leaves - 1],
            NodeCover = new double[leaves - 1],
            LeafValue = [.. Enumerable.Range(0, leaves).Select(_ => random.NextDouble() - 0.5)],
            LeafCover = new double[leaves],
        };
        tree.LeafCover[0] = 1000;
        for (var node = 0; node < leaves - 1; node++)
        {
            Split(tree, node, random.Next(node + 1), random, featureCount);
        }

        return tree;
    }

    private static void Split(RegressionTree tree, int node, int leaf, Random random, int featureCount)
    {
        for (var parent = 0; parent < node; parent++)
        {
            tree.Left[parent] = tree.Left[parent] == ~leaf ? node : tree.Left[parent];
            tree.Right[parent] = tree.Right[parent] == ~leaf ? node : tree.Right[parent];
        }

        (tree.Left[node], tree.Right[node]) = (~leaf, ~(node + 1));
        tree.Feature[node] = random.Next(featureCount);
        tree.Threshold[node] = Values[2 + random.Next(Values.Length - 3)];
        tree.NodeCover[node] = tree.LeafCover[leaf];
        tree.LeafCover[node + 1] = Math.Floor(tree.LeafCover[leaf] * random.NextDouble());
        tree.LeafCover[leaf] -= tree.LeafCover[node + 1];
    }
}
