using System.Globalization;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Support;
using Antivirus.Training.Commands;

namespace Antivirus.Training.Tests.Commands;

public sealed class TrainThresholdByTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Artefact => _folder.File("modelo");

    [Fact]
    public async Task Labels_follow_the_threshold_of_the_group_and_the_card_says_who_decided()
    {
        // Arrange
        await SynthAsync(900);
        var trained = await TrainAsync("--threshold-by", "sexo", "--decided-by", "Comité de bienestar", "--threshold", "0.3");
        await File.WriteAllTextAsync(_folder.File("cohorte.csv"), await CohortAsync(), TestContext.Current.CancellationToken);

        // Act
        var (exitCode, _, errors) = await Training.RunAsync("predict", "--model", Artefact, "--in", _folder.File("cohorte.csv"), "--out",
            _folder.File("reporte.csv"));

        // Assert
        Assert.True(trained.ExitCode == 0, trained.Errors);
        Assert.True(exitCode == 0, errors);
        var groups = RiskModel.Load(Artefact).Artefact.GroupThresholds!;
        Assert.Equal(["Comité de bienestar", "Sex"], (string[])[groups.DecidedBy, groups.Columns[0].Feature]);
        var thresholds = groups.Groups.ToDictionary(group => group.Parts[0] == 0 ? "F" : "M", group => group.Threshold);
        var cohort = (await CohortAsync()).TrimEnd().Split('\n').Select(line => line.Split(',')).ToList();
        var sex = Array.FindIndex(cohort[0], name => name.Equals("sex", StringComparison.OrdinalIgnoreCase));
        var sexes = cohort.Skip(1).ToDictionary(cells => cells[0], cells => cells[sex]);
        var rows = (await File.ReadAllLinesAsync(_folder.File("reporte.csv"), TestContext.Current.CancellationToken)).Skip(1)
            .Select(line => line.Split(',')).ToList();
        Assert.Equal(["F", "M"], thresholds.Keys.Order());

        // The report has four decimals: a score as near as that to the threshold may be on either side.
        var clear = rows.Select(cells => (Score: double.Parse(cells[2], CultureInfo.InvariantCulture), Limit: thresholds[sexes[cells[0]]],
            IsReported: cells[1] == "En riesgo")).Where(row => Math.Abs(row.Score - row.Limit) > 0.0001).ToList();
        Assert.All(clear, row => Assert.Equal(row.Score > row.Limit, row.IsReported));
        Assert.NotEqual(thresholds["F"], thresholds["M"]);
        await using var upload = File.OpenRead(_folder.File("cohorte.csv"));
        var compared = await FileScores.ReadAsync(new LocalRiskScorer(RiskModel.Load(Artefact)), upload, new ReadingOptions(),
            TestContext.Current.CancellationToken);
        Assert.Equal(rows.Where(cells => cells[1] == "En riesgo").Select(cells => cells[0]).Order(StringComparer.Ordinal),
            compared.Where(entry => entry.Value.AtRisk).Select(entry => entry.Key).Order(StringComparer.Ordinal));
        var card = await File.ReadAllTextAsync(Path.Combine(Artefact, "MODEL_CARD.md"), TestContext.Current.CancellationToken);
        Assert.Contains("Decided by: Comité de bienestar.", card, StringComparison.Ordinal);
        Assert.True(card.IndexOf("## Largest differences", StringComparison.Ordinal)
            < card.IndexOf("## How good", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--threshold-by", "sexo")]
    [InlineData("--decided-by", "Rectoría")]
    [InlineData("--threshold-by", "sexo", "--decided-by", " ")]
    public async Task A_decision_without_its_author_is_wrong_usage(params string[] options) =>
        Assert.Equal(2, (await TrainAsync(options)).ExitCode);

    public void Dispose() => _folder.Dispose();

    /// <summary>Ids and features of the training file, without the outcome.</summary>
    private async Task<string> CohortAsync()
    {
        var rows = await File.ReadAllLinesAsync(_folder.File("datos.csv"), TestContext.Current.CancellationToken);
        return string.Concat(rows.Select((row, index) => $"{(index == 0 ? "codigo" : $"E{index}")},{row[..row.LastIndexOf(',')]}\n"));
    }

    private async Task SynthAsync(int rows) => Assert.Equal(0, (await Training.RunAsync("synth", "--rows", $"{rows}", "--seed", "3",
        "--labelled", "--out", _folder.File("datos.csv"))).ExitCode);

    private Task<(int ExitCode, string Output, string Errors)> TrainAsync(params string[] more) => Training.RunAsync(
        ["train", "--data", _folder.File("datos.csv"), "--model", "student-performance", "--out", Artefact, .. more]);
}
