using System.Text.Json;
using Antivirus.Support;

namespace Antivirus.Training.Tests.Commands;

public sealed class OutcomesCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Sample => RepositoryFolder.File("samples", "univalle", "cohorte-ejemplo.csv");

    private string Report => _folder.File("report.csv");

    private string Labels => _folder.File("labels.csv");

    [Theory]
    [InlineData("report.csv")]
    [InlineData("report.xlsx")]
    public async Task A_past_report_is_measured_at_its_capacity_and_by_group(string report)
    {
        // Arrange
        await ScoreAsync(report);

        // Act
        var run = await Training.RunAsync("outcomes", "--report", _folder.File(report), "--labels", Labels, "--cohort", Sample,
            "--capacity", "20", "--retraining", _folder.File("rows.csv"), "--json");

        // Assert
        Assert.True(run.ExitCode == 0, run.Errors);
        var measured = JsonDocument.Parse(run.Output).RootElement.GetProperty("terms")[0].GetProperty("measured");
        Assert.Equal((200, 199, 20), (measured.GetProperty("students").GetInt32(), measured.GetProperty("measured").GetInt32(),
            measured.GetProperty("atCapacity").GetProperty("called").GetInt32()));
        Assert.True(measured.GetProperty("shouldRetrain").GetBoolean());
        Assert.NotEmpty(measured.GetProperty("groups").EnumerateArray());
        var rows = await File.ReadAllLinesAsync(_folder.File("rows.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(200, rows.Length);
        Assert.EndsWith(",passed", rows[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Spanish", "reentrenar", "Conviene reentrenar", "train again")]
    [InlineData("English", "train again", "It is time to train again", "reentrenar")]
    public async Task Terms_are_compared_in_a_table_in_one_language(string language, string column, string sentence, string other)
    {
        // Arrange
        await ScoreAsync("report.csv");

        // Act
        var run = await Training.RunAsync("outcomes", "--report", Report, "--labels", Labels, "--report", Report, "--labels", Labels,
            "--language", language);

        // Assert
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains(column, run.Output, StringComparison.Ordinal);
        Assert.Contains(sentence, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(other, run.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Spanish", "línea 2, columna passed: se encontró", "line 2")]
    [InlineData("English", "line 2, column passed: found", "línea")]
    public async Task A_refusal_is_in_the_language_that_was_asked_for(string language, string expected, string other)
    {
        // Arrange
        await ScoreAsync("report.csv");
        await File.WriteAllTextAsync(Labels, "id,passed\nA1,quizás\n", TestContext.Current.CancellationToken);

        // Act
        var run = await Training.RunAsync("outcomes", "--report", Report, "--labels", Labels, "--language", language);

        // Assert
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(other, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_of_another_cohort_are_refused_without_a_student_in_the_message()
    {
        // Arrange
        await ScoreAsync("report.csv");
        await File.WriteAllTextAsync(Labels, "id,passed\nOTRO-1,yes\n", TestContext.Current.CancellationToken);

        // Act
        var run = await Training.RunAsync("outcomes", "--report", Report, "--labels", Labels);

        // Assert
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("otra cohorte", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("OTRO-1", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--report", "a.csv")]
    [InlineData("--report", "a.csv", "--labels", "b.csv", "--retraining", "c.csv")]
    public async Task Files_that_do_not_belong_together_are_wrong_usage(params string[] arguments) =>
        Assert.Equal(2, (await Training.RunAsync(["outcomes", .. arguments])).ExitCode);

    public void Dispose() => _folder.Dispose();

    /// <summary>Scores the sample; everyone but the last student gets an outcome that the scores know nothing of.</summary>
    private async Task ScoreAsync(string report)
    {
        Assert.Equal(0, (await Training.RunAsync("predict", "--in", Sample, "--out", _folder.File(report))).ExitCode);
        var ids = (await File.ReadAllLinesAsync(Sample, TestContext.Current.CancellationToken)).Select(line => line.Split(',')[0]).ToList();
        await File.WriteAllLinesAsync(Labels,
            ["id,passed", .. ids.SkipLast(1).Select((id, index) => $"{id},{(index % 2 == 0 ? "yes" : "no")}")],
            TestContext.Current.CancellationToken);
    }
}
