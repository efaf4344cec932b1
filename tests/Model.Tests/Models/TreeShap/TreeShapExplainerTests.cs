using Antivirus.Model.Models;
using Antivirus.Model.Models.TreeShap;
using CsCheck;

namespace Antivirus.Model.Tests.Models.TreeShap;

public sealed class TreeShapExplainerTests
{
    private const int Features = 6;

    [Fact]
    public void Contributions_add_up_to_the_raw_score_minus_the_base_value() =>
        Gen.Select(RandomTrees.Ensemble(Features, 60, 30), RandomTrees.Rows(Features, 40)).Sample((ensemble, rows) =>
        {
            var explainer = new TreeShapExplainer(ensemble);
            var contributions = Explain(ensemble, rows);
            for (var row = 0; row < rows.Length; row += Features)
            {
                var raw = ensemble.RawScore(rows.AsSpan(row, Features));
                var sum = explainer.BaseValue + contributions.AsSpan(row, Features).ToArray().Sum();
                Assert.Equal(raw, sum, 1e-6 * (1 + Math.Abs(raw)));
            }
        }, iter: 100);

    [Fact]
    public void Contributions_are_the_shapley_values_that_all_coalitions_give() =>
        Gen.Select(RandomTrees.Ensemble(Features, 5, 24), RandomTrees.Rows(Features, 3)).Sample(AssertBruteForce, iter: 400);

    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(14)]
    public void Paths_with_many_features_are_exact_too(int features)
    {
        // Arrange: each node asks for another feature, so that the last path asks for all of them
        var ensemble = new TreeEnsemble(features, 0.25, new PlattCalibration(-1, 0), [RandomTrees.GrowChain(new Random(11), features)]);
        var row = Enumerable.Range(0, features).Select(feature => feature % 5 == 3 ? float.NaN : feature % 3).ToArray();

        // Act and assert
        Assert.Contains(LeafPath.Of(ensemble), path => path.Steps.Length == features);
        AssertBruteForce(ensemble, row);
    }

    [Fact]
    public void Deep_trees_are_exact()
    {
        // Arrange
        const int features = 18;
        var random = new Random(11);
        var ensemble = RandomTrees.Grow(random, features, 4, 400);
        var row = Enumerable.Range(0, features).Select(_ => (float)random.Next(5)).ToArray();

        // Act
        var contributions = Explain(ensemble, row);

        // Assert
        Assert.Contains(LeafPath.Of(ensemble), path => path.Steps.Length > 10);
        Assert.Equal(ensemble.RawScore(row), new TreeShapExplainer(ensemble).BaseValue + contributions.Sum(), 1e-6);
    }

    [Fact]
    public void Features_with_more_bins_than_a_byte_counts_are_exact()
    {
        // Arrange
        var ensemble = RandomTrees.GrowStumps(new Random(7), features: 3, thresholds: 700);
        float[] rows = [0, 254, 255, 256, 257, 509.5f, 510, 511, 512, 698, 699, 700, 1e9f, -1, float.NaN];

        // Act and assert
        Assert.Contains(ensemble.Bins, bins => bins.Count > 511);
        AssertBruteForce(ensemble, rows);
    }

    [Fact]
    public void Features_with_more_bins_than_16_bits_count_are_exact()
    {
        // Arrange
        var ensemble = RandomTrees.GrowStumps(new Random(7), features: 2, thresholds: 33_000);
        float[] row = [32_950, 16_000];

        // Act
        var expected = BruteForceShapley.Explain(ensemble, row);
        var contributions = Explain(ensemble, row);

        // Assert
        Assert.All(expected.Zip(contributions), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(30)]
    [InlineData(1e6)]
    [InlineData(1e12)]
    public void Leaves_of_any_size_are_exact(double scale)
    {
        // Arrange
        var random = new Random(13);
        var bare = RandomTrees.Grow(random, Features, 40, 20);
        var ensemble = new TreeEnsemble(Features, 0, bare.Calibration,
            [.. bare.Trees.Select(tree => tree with { Weight = tree.Weight * scale })]);
        var row = Enumerable.Range(0, Features).Select(_ => (float)random.Next(5)).ToArray();

        // Act
        var expected = BruteForceShapley.Explain(ensemble, row);
        var contributions = Explain(ensemble, row);

        // Assert
        Assert.All(expected.Zip(contributions), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * Math.Max(1, scale)));
    }

    [Fact]
    public void Trees_that_cancel_out_contribute_nothing()
    {
        // Arrange
        var random = new Random(19);
        var bare = RandomTrees.Grow(random, Features, 10, 20);
        var ensemble = new TreeEnsemble(Features, 0, bare.Calibration,
            [.. bare.Trees.SelectMany(tree => (double[])[1, -0.3, -0.7], (tree, part) => tree with { Weight = tree.Weight * part })]);
        var rows = Enumerable.Range(0, 50 * Features).Select(_ => (float)random.Next(8)).ToArray();

        // Act and assert: what rounding leaves over would be a reason
        Assert.All(Explain(ensemble, rows), contribution => Assert.Equal(0, contribution));
    }

    [Fact]
    public void Leaves_of_which_the_tables_have_no_room_get_the_same_contributions()
    {
        // Arrange
        var random = new Random(17);
        var ensemble = RandomTrees.Grow(random, Features, 30, 20);
        var rows = Enumerable.Range(0, 50 * Features).Select(_ => (float)random.Next(8)).ToArray();
        var expected = Explain(ensemble, rows);

        foreach (var room in (int[])[0, 1000, 20_000])
        {
            // Act
            var contributions = new double[rows.Length];
            new BlockExplainer(ensemble, room).Explain(rows, contributions);

            // Assert
            Assert.All(expected.Zip(contributions), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }
    }

    [Fact]
    public void More_students_than_a_block_get_the_contributions_that_they_get_alone()
    {
        // Arrange
        const int count = TreeShapExplainer.BlockRows + 77;
        var random = new Random(3);
        var ensemble = RandomTrees.Grow(random, Features, 20, 20);
        var rows = Enumerable.Range(0, count * Features).Select(_ => random.Next(20) == 0 ? float.NaN : random.Next(8)).ToArray();

        // Act
        var together = Explain(ensemble, rows);

        // Assert
        foreach (var row in (int[])[0, 1, 63, 64, TreeShapExplainer.BlockRows - 1, TreeShapExplainer.BlockRows, count - 1])
        {
            Assert.Equal(Explain(ensemble, rows[(row * Features)..((row + 1) * Features)]),
                together[(row * Features)..((row + 1) * Features)]);
        }
    }

    [Theory]
    [InlineData(Features - 1, Features)]
    [InlineData((2 * Features) + 1, 3 * Features)]
    [InlineData(2 * Features, (2 * Features) - 1)]
    public void Lengths_that_do_not_fit_are_refused(int cells, int room)
    {
        // Arrange
        var explainer = new TreeShapExplainer(RandomTrees.Grow(new Random(1), Features, 3, 5));

        // Act and assert
        Assert.Throws<ArgumentException>(() => explainer.ExplainMany(new float[cells], new double[room]));
    }

    [Fact]
    public void The_base_value_is_the_mean_over_the_training_rows()
    {
        // Arrange
        var random = new Random(2);
        var rows = Enumerable.Range(0, 500 * Features).Select(_ => (float)random.Next(8)).ToArray();
        var bare = RandomTrees.Grow(random, Features, 10, 15);
        var ensemble = new TreeEnsemble(Features, bare.Bias, bare.Calibration,
            [.. bare.Trees.Select(tree => tree.WithCovers(rows, Features))]);

        // Act
        var mean = Enumerable.Range(0, 500).Average(row => ensemble.RawScore(rows.AsSpan(row * Features, Features)));

        // Assert
        Assert.Equal(mean, new TreeShapExplainer(ensemble).BaseValue, 1e-5);
    }

    private static double[] Explain(TreeEnsemble ensemble, float[] rows)
    {
        var contributions = new double[rows.Length];
        new TreeShapExplainer(ensemble).ExplainMany(rows, contributions);
        return contributions;
    }

    private static void AssertBruteForce(TreeEnsemble ensemble, float[] rows)
    {
        var contributions = Explain(ensemble, rows);
        for (var row = 0; row < rows.Length; row += ensemble.FeatureCount)
        {
            var expected = BruteForceShapley.Explain(ensemble, rows[row..(row + ensemble.FeatureCount)]);
            for (var feature = 0; feature < expected.Length; feature++)
            {
                Assert.Equal(expected[feature], contributions[row + feature], 1e-6);
            }
        }
    }
}
