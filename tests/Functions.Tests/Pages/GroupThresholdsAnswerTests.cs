using Antivirus.Functions.Pages;
using Antivirus.Model.Models;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Pages;

public sealed class GroupThresholdsAnswerTests
{
    private static readonly ModelArtefact OneThreshold =
        RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")).Artefact;

    [Fact]
    public void A_model_with_one_threshold_names_no_groups()
    {
        // Act, Assert
        Assert.Null(GroupThresholdsAnswer.Of(OneThreshold, english: false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_group_is_named_by_labels_words_and_ranges(bool english)
    {
        // Arrange
        var (age, sex) = (OneThreshold.Schema.Features[0], OneThreshold.Schema.Features.First(feature => feature.Words.Count > 0));
        var word = sex.Words[0];
        var artefact = OneThreshold with { GroupThresholds = Thresholds(age.Name, sex.Name, word.Code) };

        // Act
        var answer = GroupThresholdsAnswer.Of(artefact, english)!;

        // Assert
        string[] labels = english ? [age.LabelEn, sex.LabelEn] : [age.LabelEs, sex.LabelEs];
        Assert.Equal(labels, answer.Columns);
        Assert.Equal([(null, 18), (18, 20), (20, null)], answer.Groups.Select(group => (group.Parts[0].From, group.Parts[0].Below)));
        Assert.All(answer.Groups, group => Assert.Equal((english ? word.LabelEn : word.LabelEs) ?? word.Word, group.Parts[1].Word));
        Assert.Equal([(0.2, 130), (0.3, 140), (0.4, 150)], answer.Groups.Select(group => (group.Threshold, group.Students)));
        Assert.Equal(("Rectoría", new ThresholdYield(0.5, 0.7), new ThresholdYield(0.49, 0.71)),
            (answer.DecidedBy, answer.Before, answer.After));
    }

    private static GroupThresholds Thresholds(string age, string sex, float code) => new()
    {
        Columns = [new GroupColumn(age, [18, 20], null), new GroupColumn(sex, null, [code])],
        Groups = [new GroupThreshold([0, 0], 0.2, 130), new GroupThreshold([1, 0], 0.3, 140), new GroupThreshold([2, 0], 0.4, 150)],
        DecidedBy = "Rectoría",
        Before = new ThresholdYield(0.5, 0.7),
        After = new ThresholdYield(0.49, 0.71),
    };
}
