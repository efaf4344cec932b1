using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Models.TreeShap;
using Antivirus.Model.Tests.Models.TreeShap;
using CsCheck;

namespace Antivirus.Model.Tests.Models;

public sealed class NewWordTests
{
    private const int Features = 6;

    [Fact]
    public void A_split_on_a_new_word_counts_both_branches_by_their_training_rows() =>
        Gen.Select(RandomTrees.Ensemble(Features, 20, 30), RandomTrees.Rows(Features, 10), Gen.Int).Sample((ensemble, rows, seed) =>
        {
            rows = RandomTrees.WithNewWords(rows, seed);
            var scores = new double[rows.Length / Features];
            ensemble.Score(rows, scores);
            for (var row = 0; row < scores.Length; row++)
            {
                var cells = rows.AsSpan(row * Features, Features).ToArray();
                var expected = ensemble.Bias
                    + ensemble.Trees.Sum(tree => tree.Weight * Average(tree, tree.Left.Length == 0 ? ~0 : 0, cells));
                Assert.Equal(ensemble.Calibrate((float)expected), scores[row], 1e-6);
                Assert.Equal(expected, ensemble.RawScore(cells), 1e-5);
            }
        }, iter: 300);

    [Fact]
    public void Contributions_of_such_rows_are_the_shapley_values_that_all_coalitions_give() =>
        Gen.Select(RandomTrees.Ensemble(Features, 3, 12), RandomTrees.Rows(Features, 3), Gen.Int).Sample((ensemble, rows, seed) =>
        {
            rows = RandomTrees.WithNewWords(rows, seed);
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
    public void Reasons_and_score_agree_with_new_words_and_a_linear_part_too() =>
        Gen.Select(RandomTrees.Ensemble(Features, 20, 20), RandomTrees.Rows(Features, 10), Gen.Int).Sample((trees, rows, seed) =>
        {
            var ensemble = RandomTrees.WithLinearPart(trees, seed);
            rows = RandomTrees.WithNewWords(Array.ConvertAll(rows, value => float.IsInfinity(value) || value > 1000 ? 9 : value), seed);
            var explainer = new TreeShapExplainer(ensemble);
            var contributions = new double[rows.Length];
            explainer.ExplainMany(rows, contributions);
            for (var row = 0; row < rows.Length; row += Features)
            {
                Assert.Equal(ensemble.RawScore(rows.AsSpan(row, Features)), explainer.BaseValue + contributions.AsSpan(row, Features)
                    .ToArray().Sum(), 1e-5);
            }
        }, iter: 200);

    [Fact]
    public void A_missing_value_still_goes_right()
    {
        // Arrange
        var tree = new RegressionTree
        {
            Weight = 1,
            Left = [~0],
            Right = [~1],
            Feature = [0],
            Threshold = [5],
            LeafValue = [-1, 3],
            NodeCover = [4],
            LeafCover = [3, 1],
        };
        var ensemble = new TreeEnsemble(1, 0, new PlattCalibration(-1, 0), [tree]);

        // Act and assert
        Assert.Equal(3, ensemble.RawScore([float.NaN]));
        Assert.Equal(0, ensemble.RawScore([StudentBatch.NewWord]));
    }

    private static double Average(RegressionTree tree, int node, float[] row)
    {
        if (node < 0)
        {
            return tree.LeafValue[~node];
        }

        var value = row[tree.Feature[node]];
        if (!StudentBatch.IsNewWord(value))
        {
            return Average(tree, value <= tree.Threshold[node] ? tree.Left[node] : tree.Right[node], row);
        }

        var left = tree.Left[node];
        var share = tree.NodeCover[node] > 0 ? (left >= 0 ? tree.NodeCover[left] : tree.LeafCover[~left]) / tree.NodeCover[node] : 0.5;
        return (share * Average(tree, left, row)) + ((1 - share) * Average(tree, tree.Right[node], row));
    }
}
