using System.Globalization;
using System.Text.Json;
using Antivirus.Support;

namespace Antivirus.Training.Tests.Commands;

/// <summary>A model that is trained on earlier terms and tested on a later one, with a program that only the later one has.</summary>
public sealed class LaterPeriodTests : IDisposable
{
    private const string Profile = """
        {
          "name": "terms", "id": "codigo", "period": "periodo",
          "target": { "column": "salida", "atRisk": ["si"], "notAtRisk": ["no"], "meaningEs": "Sale.", "meaningEn": "Leaves." },
          "columns": [
            { "name": "nota", "kind": "number", "minimum": 0, "maximum": 5, "labelEs": "Nota", "labelEn": "Mark" },
            { "name": "programa", "kind": "category", "labelEs": "Programa", "labelEn": "Program",
              "words": [{ "word": "Derecho", "code": 1 }, { "word": "Medicina", "code": 2 }, { "word": "Artes", "code": 3 }] }
          ],
          "settings": { "trees": 20, "leaves": 4 }, "folds": 2, "repeats": 1
        }
        """;

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("datos.csv");

    private string Artefact => _folder.File("modelo");

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
    public async Task Evaluate_takes_the_profile_of_the_artefact_and_scores_words_that_no_profile_lists()
    {
        // Arrange
        await WriteAsync();
        Assert.Equal(0, (await TrainAsync("--test-period", "2014-1")).ExitCode);
        await ReplaceAsync(Data, "Artes", "Bioingeniería");
        File.Delete(_folder.File("perfil.json"));

        // Act
        var (exitCode, output, errors) = await Training.RunAsync("evaluate", "--model", Artefact, "--data", Data, "--json");

        // Assert
        Assert.True(exitCode == 0, errors);
        Assert.Equal(100, JsonDocument.Parse(output).RootElement.GetProperty("newWords").GetProperty("programa").GetInt32());
    }

    [Fact]
    public async Task Encode_with_a_model_keeps_words_that_no_profile_lists_and_scores_alike()
    {
        // Arrange
        await WriteAsync();
        await ReplaceAsync(Data, "Artes", "\"Diseño, Gráfico\"");
        Assert.Equal(0, (await TrainAsync("--test-period", "2014-1")).ExitCode);
        var (cohort, raw, encoded) = (_folder.File("cohorte.csv"), _folder.File("a.csv"), _folder.File("b.csv"));

        // Act
        var encode = await Training.RunAsync("encode", "--data", Data, "--model", Artefact, "--out", cohort);

        // Assert
        Assert.True(encode.ExitCode == 0, encode.Errors);
        Assert.Equal(0, (await Training.RunAsync("predict", "--model", Artefact, "--in", Data, "--out", raw)).ExitCode);
        Assert.Equal(0, (await Training.RunAsync("predict", "--model", Artefact, "--in", cohort, "--out", encoded)).ExitCode);
        Assert.Equal(await File.ReadAllTextAsync(raw, Cancellation), await File.ReadAllTextAsync(encoded, Cancellation));
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

    [Fact]
    public async Task A_word_of_the_tested_term_that_the_profile_does_not_list_is_scored_as_new()
    {
        // Arrange
        await WriteAsync();
        await ReplaceAsync(Data, "Artes", "Bioingeniería");

        // Act
        var (exitCode, output, errors) = await TrainAsync("--test-period", "2014-1");

        // Assert
        Assert.True(exitCode == 0, errors);
        Assert.Contains("50 with new words", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_of_the_terms_trained_on_that_the_profile_does_not_list_is_refused()
    {
        // Arrange
        await WriteAsync();
        await ReplaceAsync(Data, "Medicina", "Bioingeniería");

        // Act
        var (exitCode, _, errors) = await TrainAsync("--test-period", "2014-1");

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains("column programa: found 'Bioingeniería', expected", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_category_without_words_is_refused_with_what_the_profile_lacks()
    {
        // Arrange
        await WriteAsync();
        await File.WriteAllTextAsync(_folder.File("perfil.json"), Profile[..Profile.IndexOf(",\n      \"words\"", StringComparison.Ordinal)]
            + Profile[(Profile.IndexOf("3 }]", StringComparison.Ordinal) + 4)..], Cancellation);

        // Act
        var (exitCode, _, errors) = await TrainAsync();

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains("Give the column its \"words\" in the profile", errors, StringComparison.Ordinal);
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
        var (cohort, report) = (_folder.File("cohorte.csv"), _folder.File("reporte.csv"));
        Assert.Equal(0, (await Training.RunAsync("encode", "--data", Data, "--model", Artefact, "--out", cohort)).ExitCode);
        Assert.Equal(0, (await Training.RunAsync("predict", "--model", Artefact, "--in", cohort, "--out", report)).ExitCode);
        var labels = (await File.ReadAllLinesAsync(Data, Cancellation)).Select(line => line.Split(','))
            .Select(cells => $"{cells[0]},{cells[^1]}");
        await File.WriteAllLinesAsync(_folder.File("desenlaces.csv"), labels, Cancellation);

        // Act
        var (exitCode, output, errors) = await Training.RunAsync("outcomes", "--model", Artefact, "--report", report, "--labels",
            _folder.File("desenlaces.csv"), "--json");

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

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<(int ExitCode, string Output, string Errors)> TrainAsync(params string[] more) =>
        Training.RunAsync(["train", "--data", Data, "--model", _folder.File("perfil.json"), "--out", Artefact, .. more]);

    private static async Task ReplaceAsync(string path, string old, string replacement) => await File.WriteAllTextAsync(path,
        (await File.ReadAllTextAsync(path, Cancellation)).Replace(old, replacement, StringComparison.Ordinal), Cancellation);

    /// <summary>Four terms of 100 students; low marks leave, and half of the later terms study what nobody studied before.</summary>
    private async Task WriteAsync()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 400).Select(row =>
        {
            var (term, mark) = (row / 100, Math.Round(random.NextDouble() * 5, 1));
            var leaves = random.NextDouble() < (mark < 2.5 ? 0.8 : 0.2) ? "si" : "no";
            var program = term < 2 || row % 2 == 0 ? row % 4 == 0 ? "Derecho" : "Medicina" : "Artes";
            return string.Create(CultureInfo.InvariantCulture,
                $"E{row:000},{2013 + (term / 2)}-{1 + (term % 2)},{mark},{program},{leaves}");
        });
        await File.WriteAllLinesAsync(Data, rows.Prepend("codigo,periodo,nota,programa,salida"), Cancellation);
        await File.WriteAllTextAsync(_folder.File("perfil.json"), Profile, Cancellation);
    }
}
