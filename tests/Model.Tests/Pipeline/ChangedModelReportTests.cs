using System.Globalization;
using System.Text.Json.Nodes;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Pipeline;

/// <summary>What a report says where the model has thresholds by group, or directions that leave no reason.</summary>
public sealed class ChangedModelReportTests : IDisposable
{
    private const string Header = "id,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences,Sex,Famsize,Schoolsup,Famsup,"
        + "Paid,Activities,Higher,Internet,Romantic\n";

    private const string HighRisk = "19,1,1,1,5,5,3,4,30";
    private const string LowRisk = "16,4,1,4,2,1,1,5,0";
    private const double SureAbove = 0.45;
    private const double SureBelow = 0.2258;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("F", HighRisk, "En riesgo,alta")]
    [InlineData("F", LowRisk, "En riesgo,dudosa")]
    [InlineData("M", HighRisk, "No riesgo,dudosa")]
    [InlineData("M", LowRisk, "No riesgo,alta")]
    public async Task Label_and_certainty_follow_the_threshold_of_the_students_group(string sex, string answers, string expected)
    {
        // Arrange
        var scorer = Scorer(model => model["groupThresholds"] = JsonNode.Parse(ChangedModel.ThresholdsBySex));
        var options = new ReportOptions { ShowCertainty = true };

        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(scorer, $"{Header}E1,{answers},{sex},0,1,0,1,0,1,1,0\n", options);

        // Assert: the score lies where one outcome is left, so that only a label that names the other is in doubt.
        var cells = report!.Split("\r\n")[1].Split(',');
        var score = double.Parse(cells[2], CultureInfo.InvariantCulture);
        Assert.True(answers == HighRisk ? score is > SureAbove and < 0.99 : score is > 0.01 and < SureBelow, report);
        Assert.Equal(expected, $"{cells[1]},{cells[3]}");
        Assert.Equal(sex == "F" ? 1 : 0, outcome.AtRisk);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ReportLanguage.English)]
    public async Task Directions_that_leave_no_reason_are_said_in_words(ReportLanguage? language)
    {
        // Arrange: no value is above such a median, and nothing is sensitive.
        var scorer = Scorer(model =>
        {
            foreach (var feature in model["schema"]!["features"]!.AsArray())
            {
                (feature!["direction"], feature["median"], feature["sensitive"]) = ("Up", 1000, false);
            }
        });
        var options = new ReportOptions { Language = language ?? ReportLanguage.Spanish };

        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(scorer, $"{Header}E1,{HighRisk},F,0,1,0,1,0,1,1,0\n", options);

        // Assert
        var cells = report!.Split("\r\n")[1].Split(',');
        Assert.Equal(("En riesgo", language is null ? "sin señales claras" : "no clear signals"), (cells[1], cells[3]));
        Assert.Empty(outcome.TopReasons);
    }

    public void Dispose() => _folder.Dispose();

    private LocalRiskScorer Scorer(Action<JsonNode> change) => new(RiskModel.Load(ChangedModel.Write(_folder.Path, change)));
}
