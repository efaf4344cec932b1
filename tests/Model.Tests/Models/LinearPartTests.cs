using Antivirus.Model.Models;
using CsCheck;

namespace Antivirus.Model.Tests.Models;

public sealed class LinearPartTests
{
    private const int Features = 7;

    [Fact]
    public void Scores_of_trees_and_linear_part_are_those_of_each_row_alone() =>
        Gen.Select(RandomTrees.Ensemble(Features, 10, 16), RandomTrees.Rows(Features, 11), Gen.Int).Sample((trees, rows, seed) =>
        {
            var ensemble = RandomTrees.WithLinearPart(trees, seed);
            rows = Array.ConvertAll(rows, value => float.IsInfinity(value) ? 4 : value);
            var scores = new double[rows.Length / Features];
            ensemble.Score(rows, scores);
            for (var row = 0; row < scores.Length; row++)
            {
                var cells = rows.AsSpan(row * Features, Features);
                var linear = ensemble.Linear!.Base + ensemble.Linear.Terms.Sum(term => term.Value(rows[(row * Features) + term.Feature]));
                Assert.Equal(ensemble.TreeScore(cells) + linear, ensemble.RawScore(cells), 1e-3 * (1 + Math.Abs(linear)));
                Assert.Equal(ensemble.Calibrate(ensemble.RawScore(cells)), scores[row], 1e-6);
            }
        }, iter: 300);

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(3, -0.25)]
    [InlineData(2, 0)]
    [InlineData(4000, 0)]
    [InlineData(float.NaN, 2)]
    public void A_category_adds_its_codes_value_and_an_unknown_code_the_mean(float code, double expected)
    {
        var part = new LinearPart(1, 10, [new LinearTerm(0, 0, 0, 2, [1, 3], [0.5, -0.25])]);
        var sums = new double[1];

        part.AddSums([code], sums);

        Assert.Equal(10 + expected, sums[0], 12);
    }

    [Fact]
    public void The_trees_file_holds_the_linear_part_and_files_of_the_first_version_have_none()
    {
        // Arrange
        var trees = RandomTrees.Grow(new Random(4), Features, 5, 8);
        var ensemble = RandomTrees.WithLinearPart(trees, 4);
        var bytes = TreeFile.Write(trees);

        // Act: the first version ended behind the trees
        var whole = TreeFile.Read(TreeFile.Write(ensemble));
        BitConverter.TryWriteBytes(bytes.AsSpan(4), 1);
        var old = TreeFile.Read(bytes[..^4]);

        // Assert
        Assert.Equal(ensemble.Linear!.Terms.Select(term => (term.Feature, term.Slope, term.Offset, term.Missing)),
            whole.Linear!.Terms.Select(term => (term.Feature, term.Slope, term.Offset, term.Missing)));
        Assert.Equal(ensemble.Linear.Terms.SelectMany(term => term.Values), whole.Linear.Terms.SelectMany(term => term.Values));
        Assert.Equal(ensemble.Linear.Base, whole.Linear.Base);
        Assert.Null(old.Linear);
        Assert.Equal(trees.Trees.Count, old.Trees.Count);
    }
}
