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
            var contributions = new double[rows.Length];
            explainer.ExplainMany(rows, contributions);
            for (var row = 0; row < rows.Length; row += Features)
            {
                var sum = explainer.BaseValue + contributions.AsSpan(row, Features).ToArray().Sum();
                Assert.Equal(ensemble.RawScore(rows.AsSpan(row, Features)), sum, 1e-5);
            }
        }, iter: 200);

    [Fact]
    public void Contributions_are_the_shapley_values_that_all_coalitions_give() =>
        Gen.Select(RandomTrees.Ensemble(Features, 3, 12), RandomTrees.Rows(Features, 3)).Sample((ensemble, rows) =>
        {
            var contributions = new double[rows.Length];
            new TreeShapExplainer(ensemble).ExplainMany(rows, contributions);
            for (var row = 0; row < rows.Length; row += Features)
            {
                var expected = BruteForceShapley.Explain(ensemble, rows.AsSpan(row, Features).ToArray());
                for (var feature = 0; feature < Features; feature++)
                {
                    Assert.Equal(expected[feature], contributions[row + feature], 1e-6);
                }
            }
        }, iter: 200);

    [Fact]
    public void Paths_that_are_too_long_to_remember_are_exact_too()
    {
        // Arrange: 18 features and deep trees, so that some paths have more than ten of them
        const int features = 18;
        var random = new Random(11);
        var ensemble = RandomTrees.Grow(random, features, 4, 200);
        var row = Enumerable.Range(0, features).Select(_ => (float)random.Next(5)).ToArray();
        var contributions = new double[features];
        var explainer = new TreeShapExplainer(ensemble);

        // Act
        explainer.Explain(row, contributions);

        // Assert
        Assert.Contains(ensemble.Trees, tree => LeafPath.Of(tree, ThresholdBins.Of(features, ensemble.Trees)).Any(path => path.Steps.Length > 10));
        Assert.Equal(ensemble.RawScore(row), explainer.BaseValue + contributions.Sum(), 1e-5);
    }

    [Fact]
    public void The_base_value_is_the_mean_over_the_training_rows()
    {
        // Arrange
        var random = new Random(2);
        var rows = Enumerable.Range(0, 500 * Features).Select(_ => (float)random.Next(8)).ToArray();
        var bare = RandomTrees.Grow(random, Features, 10, 15);
        var ensemble = new TreeEnsemble(Features, bare.Bias, bare.Calibration, [.. bare.Trees.Select(tree => tree.WithCovers(rows, Features))]);

        // Act
        var mean = Enumerable.Range(0, 500).Average(row => ensemble.RawScore(rows.AsSpan(row * Features, Features)));

        // Assert
        Assert.Equal(mean, new TreeShapExplainer(ensemble).BaseValue, 1e-5);
    }
}
