using Antivirus.Model.Models;

namespace Antivirus.Model.Tests.Models;

public sealed class CertaintyTests
{
    private static readonly Certainty Overlapping = new(0.9, LowestAtRisk: 0.2, HighestOther: 0.6, Coverage: 0.9, ShareSure: 0.5);
    private static readonly Certainty Apart = new(0.9, LowestAtRisk: 0.7, HighestOther: 0.4, Coverage: 0.9, ShareSure: 0.5);

    [Theory]
    [InlineData(0.61, true, true)]
    [InlineData(0.60, true, false)]
    [InlineData(0.20, false, false)]
    [InlineData(0.19, false, true)]
    [InlineData(0.61, false, false)]
    [InlineData(0.19, true, false)]
    public void A_label_is_sure_when_the_other_outcome_is_ruled_out(double score, bool isAtRisk, bool expected) =>
        Assert.Equal(expected, Overlapping.IsSure(score, isAtRisk));

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.5, false)]
    public void Nothing_is_sure_where_both_outcomes_are_ruled_out(double score, bool isAtRisk) =>
        Assert.False(Apart.IsSure(score, isAtRisk));
}
