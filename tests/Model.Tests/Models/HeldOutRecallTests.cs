using Antivirus.Model.Models;

namespace Antivirus.Model.Tests.Models;

public sealed class HeldOutRecallTests
{
    private static readonly Dictionary<string, Metric> Metrics = HeldOutRecall.Percents
        .ToDictionary(HeldOutRecall.NameOf, percent => new Metric(Math.Min(1, percent / 100.0 * 2), 0));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.05, 0.1)]
    [InlineData(0.075, 0.15)]
    [InlineData(0.5, 1)]
    [InlineData(1, 1)]
    public void Between_the_measured_lengths_a_straight_line_is_taken(double share, double expected) =>
        Assert.Equal(expected, HeldOutRecall.At(Metrics, share)!.Value, 1e-9);

    [Fact]
    public void An_artefact_without_the_figures_has_none() => Assert.Null(HeldOutRecall.At(new Dictionary<string, Metric>(), 0.1));

    [Theory]
    [InlineData(0.25, 0.5)]
    [InlineData(0.5, 0.75)]
    [InlineData(0.75, 1)]
    [InlineData(1, 1)]
    public void Of_equal_scores_at_the_lists_end_a_part_counts(double share, double expected) =>
        Assert.Equal(expected, HeldOutRecall.Of([0.9, 0.5, 0.5, 0.1], [true, true, false, false], share), 1e-9);
}
