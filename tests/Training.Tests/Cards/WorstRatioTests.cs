using Antivirus.Training.Cards;

namespace Antivirus.Training.Tests.Cards;

public sealed class WorstRatioTests
{
    [Fact]
    public void The_highest_rate_is_divided_by_the_lowest_with_its_interval()
    {
        // Arrange: of 200 not at risk 20 and of 400 not at risk 10 are reported
        FairnessRow[] rows = [Row("M", 250, 0.2, 0.5, 0.1), Row("F", 500, 0.2, 0.4, 0.025), Row("X", 20, 0.5, 1, 1)];

        // Act
        var ratios = WorstRatio.Of(rows);

        // Assert: Katz' interval by hand; the group of twenty is left out
        Assert.Equal([true, false], ratios.Select(ratio => ratio.IsTruePositiveRate));
        Assert.Equal(("M", "F", 200, 400),
            (ratios[1].Highest.Group, ratios[1].Lowest.Group, ratios[1].Highest.Rate.Of, ratios[1].Lowest.Rate.Of));
        Assert.Equal(4.0, ratios[1].Ratio!.Value, 9);
        var error = Math.Sqrt((1.0 / 20) - (1.0 / 200) + (1.0 / 10) - (1.0 / 400));
        Assert.Equal(4 * Math.Exp(1.959964 * error), ratios[1].High!.Value, 9);
    }

    [Fact]
    public void A_rate_of_zero_makes_no_ratio_and_one_group_no_comparison()
    {
        FairnessRow[] zero = [Row("M", 250, 0.2, 0.5, 0.1), Row("F", 500, 0.2, 0.4, 0)];

        Assert.Null(WorstRatio.Of(zero)[1].Ratio);
        Assert.Equal("–", WorstRatio.Of(zero)[1].Text(value => $"{value}"));
        Assert.Empty(WorstRatio.Of(zero[..1]));
    }

    private static FairnessRow Row(string value, int count, double baseRate, double found, double falseAlarms) =>
        new("sex", value, count, baseRate, 0.8, found, falseAlarms, baseRate, 0.01);
}
