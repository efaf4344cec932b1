using Antivirus.Training.Fitting;

namespace Antivirus.Training.Tests.Fitting;

public sealed class ThresholdRuleTests
{
    private static readonly double[] Scores = [0.1, 0.2, 0.3, 0.4, 0.4, 0.9];
    private static readonly bool[] AtRisk = [false, false, true, true, false, true];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 3)]
    [InlineData(6, 6)]
    [InlineData(60, 6)]
    public void A_capacity_is_never_passed_even_where_scores_tie(int capacity, int reported)
    {
        var threshold = new ThresholdRule.Capacity(capacity).Choose(Scores, AtRisk);

        Assert.Equal(reported, Scores.Count(score => score > threshold));
    }

    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(0.6, 3)]
    [InlineData(1, 4)]
    public void A_recall_is_reached_with_the_fewest_reported(double share, int reported)
    {
        var threshold = new ThresholdRule.Recall(share).Choose(Scores, AtRisk);

        Assert.Equal(reported, Scores.Count(score => score > threshold));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.7, 4)]
    [InlineData(0.5, 6)]
    public void A_precision_is_kept_with_as_many_found_as_it_allows(double share, int reported)
    {
        var threshold = new ThresholdRule.Precision(share).Choose(Scores, AtRisk);

        Assert.Equal(reported, Scores.Count(score => score > threshold));
    }

    [Fact]
    public void A_precision_that_no_threshold_reaches_is_said_so()
    {
        Assert.Throws<TrainingException>(() => new ThresholdRule.Precision(0.9).Choose([0.1, 0.9], [true, false]));
    }
}
