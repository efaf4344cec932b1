using CsCheck;

namespace Antivirus.Model.Tests.Models;

public sealed class TreeEnsembleTests
{
    private const int Features = 7;

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(80)]
    public void Scores_are_those_of_walking_each_tree(int leaves) =>
        Gen.Select(RandomTrees.Ensemble(Features, 40, leaves), RandomTrees.Rows(Features, 11)).Sample((ensemble, rows) =>
        {
            var scores = new double[rows.Length / Features];
            ensemble.Score(rows, scores);
            for (var row = 0; row < scores.Length; row++)
            {
                Assert.Equal(ensemble.Calibrate(ensemble.RawScore(rows.AsSpan(row * Features, Features))), scores[row]);
            }
        }, iter: 300);

    [Fact]
    public void More_rows_than_a_block_get_the_scores_that_they_get_alone()
    {
        // Arrange
        var random = new Random(3);
        var ensemble = RandomTrees.Grow(random, Features, 30, 20);
        var rows = Enumerable.Range(0, 1003 * Features).Select(_ => (float)random.Next(10)).ToArray();
        var together = new double[1003];
        var alone = new double[1];

        // Act
        ensemble.Score(rows, together);

        // Assert
        for (var row = 0; row < together.Length; row++)
        {
            ensemble.Score(rows.AsSpan(row * Features, Features), alone);
            Assert.Equal(alone[0], together[row]);
        }
    }

    [Fact]
    public void Scoring_allocates_nothing()
    {
        // Arrange
        var ensemble = RandomTrees.Grow(new Random(5), Features, 100, 20);
        var rows = new float[1000 * Features];
        var scores = new double[1000];
        ensemble.Score(rows, scores);

        // Act: the runtime itself allocates now and then on this thread, as when it replaces a method by a faster one.
        var least = Enumerable.Range(0, 20).Min(_ => AllocatedBy(() => ensemble.Score(rows, scores)));

        // Assert
        Assert.Equal(0, least);
    }

    /// <summary>Bytes that this thread allocated in the meantime.</summary>
    private static long AllocatedBy(Action act)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
