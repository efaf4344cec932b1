using Antivirus.Model.Cohorts;
using Antivirus.Model.Scoring;
using Antivirus.Training.Data;
using Antivirus.Training.Fitting;

namespace Antivirus.Training.Tests.Fitting;

public sealed class GroupThresholdFitTests
{
    private static readonly GroupDecision Decision = new(["sex"], "Rectoría");

    [Fact]
    public void All_groups_have_the_same_rate_of_false_alarms_and_as_many_are_reported()
    {
        // Arrange: men score .3 higher than women, whatever becomes of them
        var set = Students(2_000, men: 1_000);
        var scores = ScoresOf(set, shift: 0.3);

        // Act
        var groups = new GroupThresholdFit(set, scores, 0.6).Run(Decision, seed: 7, out var reported);

        // Assert
        var threshold = new RiskThreshold(0.6, groups, set.Schema);
        double RateOf(float sex, Func<int, bool> isReported) => Rate(set, isReported, index => set.Features[index][0] == sex);
        bool IsAbove(int index) => threshold.IsExceeded(scores[index], set.Features[index]);
        Assert.Equal(RateOf(0, IsAbove), RateOf(1, IsAbove), 0.003);
        Assert.Equal(RateOf(0, index => reported[index]), RateOf(1, index => reported[index]), 0.08);
        Assert.Equal((double)scores.Count(score => score > 0.6), Enumerable.Range(0, set.Count).Count(IsAbove), 10.0);
        Assert.True(groups.Groups[0].Threshold < 0.6 && groups.Groups[1].Threshold > 0.6);
        Assert.Equal("Rectoría", groups.DecidedBy);
        Assert.Equal(scores.Where((score, index) => set.AtRisk[index] && score > 0.6).Count() / (double)set.CountAtRisk,
            groups.Before.Recall, 4);
    }

    [Fact]
    public void A_group_of_a_handful_keeps_the_threshold_of_all()
    {
        var set = Students(1_000, men: 120);

        var groups = new GroupThresholdFit(set, ScoresOf(set, shift: 0.3), 0.6).Run(Decision, seed: 7, out _);

        Assert.Equal([0], groups.Groups.Select(group => Assert.Single(group.Parts)));
        Assert.Equal(0.6, new RiskThreshold(0.6, groups, set.Schema).Of([1]));
    }

    [Theory]
    [InlineData("sexo")]
    [InlineData(" SEX ")]
    [InlineData("Género")]
    [InlineData("genero")]
    public void A_feature_is_found_by_name_alias_or_label(string name) =>
        Assert.Equal("sex", GroupThresholdFit.FeatureOf(Students(2, men: 1).Schema, name).Name);

    [Fact]
    public void A_column_that_is_not_a_feature_is_refused_with_those_that_are()
    {
        var refused = Assert.Throws<TrainingException>(() => GroupThresholdFit.FeatureOf(Students(2, men: 1).Schema, "estrato"));

        Assert.Contains("Sensitive features: sex.", refused.Message, StringComparison.Ordinal);
    }

    private static double Rate(TrainingSet set, Func<int, bool> isReported, Func<int, bool> isMeant)
    {
        var others = Enumerable.Range(0, set.Count).Where(index => !set.AtRisk[index] && isMeant(index)).ToList();
        return (double)others.Count(isReported) / others.Count;
    }

    private static double[] ScoresOf(TrainingSet set, double shift)
    {
        var random = new Random(3);
        return [.. set.Features.Select((row, index) =>
            (random.NextDouble() * 0.5) + (set.AtRisk[index] ? 0.2 : 0) + (row[0] * shift))];
    }

    private static TrainingSet Students(int count, int men) => new()
    {
        Schema = new StudentSchema
        {
            Features =
            [
                new Feature
                {
                    Name = "sex",
                    Aliases = ["sexo"],
                    Kind = FeatureKind.Binary,
                    Words = [new CategoryWord("F", 0), new CategoryWord("M", 1)],
                    Sensitive = true,
                    LabelEs = "Género",
                    LabelEn = "Gender",
                },
            ],
        },
        Features = [.. Enumerable.Range(0, count).Select(index => new[] { index < men ? 1f : 0f })],
        AtRisk = [.. Enumerable.Range(0, count).Select(index => index % 3 == 0)],
        Ids = [.. Enumerable.Range(0, count).Select(index => $"{index}")],
        Groups = [.. Enumerable.Range(0, count).Select(index => $"{index}")],
        Sensitive = new Dictionary<string, string[]>(),
        RowsRead = count,
        DataSha256 = "",
    };
}
