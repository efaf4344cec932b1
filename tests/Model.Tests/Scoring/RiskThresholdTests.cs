using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Scoring;

public sealed class RiskThresholdTests
{
    // Age below 18, 18 to below 20, 20 or more; sex F (0) and M (1).
    private static readonly GroupThresholds Groups = new()
    {
        Columns = [new GroupColumn("age", [18, 20], null), new GroupColumn("Sex", null, [0, 1])],
        Groups = [new GroupThreshold([0, 1], 0.3, 200), new GroupThreshold([2, 0], 0.7, 200)],
        DecidedBy = "Rectoría",
        Before = new ThresholdYield(0.5, 0.7),
        After = new ThresholdYield(0.49, 0.7),
    };

    [Theory]
    [InlineData(17.9f, 1, 0.3)]
    [InlineData(18, 1, 0.5)]
    [InlineData(20, 0, 0.7)]
    [InlineData(90, 0, 0.7)]
    [InlineData(20, 1, 0.5)]
    [InlineData(float.NaN, 0, 0.5)]
    [InlineData(20, 7, 0.5)]
    public void A_student_has_the_threshold_of_the_group_or_else_that_of_all(float age, float sex, double expected)
    {
        // Arrange
        var row = new float[StudentPerformance.Schema.Features.Count];
        (row[0], row[9]) = (age, sex);

        // Act
        var threshold = new RiskThreshold(0.5, Groups, StudentPerformance.Schema);

        // Assert
        Assert.Equal(expected, threshold.Of(row));
        Assert.Equal((false, true), (threshold.IsExceeded(expected, row), threshold.IsExceeded(expected + 1e-6, row)));
    }

    [Fact]
    public void Without_groups_all_have_one_threshold()
    {
        var threshold = new RiskThreshold(0.5, null, StudentPerformance.Schema);

        Assert.False(threshold.IsByGroup);
        Assert.Equal(0.5, threshold.Of(new float[StudentPerformance.Schema.Features.Count]));
    }
}
