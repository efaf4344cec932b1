using System.Text.Json;

namespace Antivirus.Training.Tests.Commands;

/// <summary>A model that is trained on earlier terms and tested on a later one, with a program that only the later one has.</summary>
public sealed class LaterPeriodTests : TermFiles
{
    [Theory]
    [InlineData("--test-period", "2014-1", 100)]
    [InlineData("--test-from", "2014-1", 200)]
    public async Task Earlier_terms_are_trained_on_and_the_later_one_is_measured(string option, string period, int students)
    {
        // Arrange
        await WriteAsync();

        // Act
        var (exitCode, output, errors) = await TrainAsync(option, period);

        // Assert
        Assert.True(exitCode == 0, errors);
        Assert.Contains("later", output, StringComparison.Ordinal);
        var training = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Artefact, "model.json"), Cancellation)).RootElement
            .GetProperty("training");
        var test = training.GetProperty("laterPeriod");
        Assert.Equal((200, students, students / 2), (training.GetProperty("rowsUsed").GetInt32(), test.GetProperty("students").GetInt32(),
            test.GetProperty("newWords").GetInt32()));
        Assert.True(test.GetProperty("auc").GetDouble() > 0.7);
        Assert.Contains("Trained on earlier periods only",
            await File.ReadAllTextAsync(Path.Combine(Artefact, "MODEL_CARD.md"), Cancellation),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2015-1", "has no period '2015-1' with known outcomes; found 2013-1, 2013-2, 2014-1, 2014-2")]
    [InlineData("2013-1", "No student is from before period 2013-1")]
    public async Task A_period_never_seen_or_the_first_one_is_refused_with_those_found(string period, string expected)
    {
        // Arrange
        await WriteAsync();

        // Act
        var (exitCode, _, errors) = await TrainAsync("--test-period", period);

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Artefact));
    }

    [Fact]
    public async Task A_period_never_seen_is_said_before_a_word_that_no_profile_lists()
    {
        // Arrange
        await WriteAsync();
        await ReplaceAsync(Data, "Artes", "Bioingeniería");

        // Act
        var (exitCode, _, errors) = await TrainAsync("--test-period", "2015-1");

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains("has no period '2015-1'", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2014-2", "2013-1", "", "Column periodo is empty in 100 of 400 rows")]
    [InlineData("2014-Otoño", "2014-1", "2014-Primavera", "'2014-Primavera' is before or after '2014-Otoño' cannot be told")]
    [InlineData("2014S", "2014-1", "2014F", "'2014F' is before or after '2014S' cannot be told")]
    public async Task Periods_whose_order_is_not_certain_are_refused(string tested, string first, string other, string expected)
    {
        // Arrange
        await WriteAsync();
        await ReplaceAsync(Data, "2014-2", tested);
        await ReplaceAsync(Data, first, other);

        // Act
        var (exitCode, _, errors) = await TrainAsync("--test-period", tested);

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outcomes_are_compared_with_the_tested_term_of_the_card()
    {
        // Arrange
        await WriteAsync();
        Assert.Equal(0, (await TrainAsync("--test-from", "2014-1")).ExitCode);
        var (cohort, report) = (Folder.File("cohorte.csv"), Folder.File("reporte.csv"));
        Assert.Equal(0, (await Training.RunAsync("encode", "--data", Data, "--model", Artefact, "--out", cohort)).ExitCode);
        Assert.Equal(0, (await Training.RunAsync("predict", "--model", Artefact, "--in", cohort, "--out", report)).ExitCode);
        var labels = (await File.ReadAllLinesAsync(Data, Cancellation)).Select(line => line.Split(','))
            .Select(cells => $"{cells[0]},{cells[^1]}");
        await File.WriteAllLinesAsync(Folder.File("desenlaces.csv"), labels, Cancellation);

        // Act
        var (exitCode, output, errors) = await Training.RunAsync("outcomes", "--model", Artefact, "--report", report, "--labels",
            Folder.File("desenlaces.csv"), "--json");

        // Assert
        Assert.True(exitCode == 0, errors);
        var card = JsonDocument.Parse(output).RootElement.GetProperty("terms")[0].GetProperty("measured").GetProperty("card");
        var tested = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Artefact, "model.json"), Cancellation)).RootElement
            .GetProperty("training").GetProperty("laterPeriod");
        Assert.Equal(("2014-1", true), (card.GetProperty("period").GetString(), card.GetProperty("andLater").GetBoolean()));
        Assert.Equal(tested.GetProperty("auc").GetDouble(), card.GetProperty("auc").GetDouble(), 4);
    }

    [Fact]
    public async Task A_file_without_the_period_of_the_profile_is_refused()
    {
        // Arrange
        await WriteAsync();
        await ReplaceAsync(Data, "codigo,periodo,", "codigo,semestre,");

        // Act
        var (exitCode, _, errors) = await TrainAsync("--test-period", "2014-1");

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains("The file has no column periodo", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_profile_that_was_changed_is_refused()
    {
        // Arrange
        await WriteAsync();
        Assert.Equal(0, (await TrainAsync()).ExitCode);
        await File.AppendAllTextAsync(Path.Combine(Artefact, "profile.json"), " ", Cancellation);

        // Act
        var (exitCode, _, errors) = await Training.RunAsync("evaluate", "--model", Artefact, "--data", Data);

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains("is missing or was changed", errors, StringComparison.Ordinal);
    }
}
