using Antivirus.Model.Evaluation;

namespace Antivirus.Model.Tests.Evaluation;

public sealed class ProportionTests
{
    // Published limits of Wilson's interval: Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_interval_is_the_published_one(int hits, int of, double low, double high)
    {
        var share = new Proportion(hits, of);

        Assert.Equal((low, high), (share.Low, share.High));
    }

    [Fact]
    public void Nobody_counted_is_no_share() => Assert.Null(new Proportion(0, 0).Value);
}
