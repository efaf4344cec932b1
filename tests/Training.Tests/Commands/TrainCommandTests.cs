using System.Net;
using System.Text.Json;
using Antivirus.Support;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Tests.Commands;

/// <summary>What a user sees of a training that cannot be.</summary>
public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_made_up_cohort_can_be_trained_on_and_its_model_is_marked_poor()
    {
        // Arrange
        await SynthAsync(300);

        // Act
        var (exitCode, output, errors) = await TrainAsync();

        // Assert
        Assert.True(exitCode == 0, errors);
        Assert.Contains("fit       Poor", output, StringComparison.Ordinal);
        Assert.Equal(["MODEL_CARD.md", "model.json", "model.zip", "profile.json", "report.html", "trees.bin"], Directory.GetFiles(Artefact)
            .Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("no es mejor que responder siempre con la tasa base", WebUtility.HtmlDecode(await File.ReadAllTextAsync(
            Path.Combine(Artefact, "report.html"), TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("all the same target", "same target")]
    [InlineData("40 rows", "too few")]
    [InlineData("constant column", "column health is the same in all rows")]
    [InlineData("unknown word", "line 12, column Sex: found 'X', expected 0, 1, F, M")]
    [InlineData("out of range", "line 12, column age: found '99', expected a whole number from 10 to 30")]
    [InlineData("unknown target", "line 12, column passed")]
    [InlineData("codes in a name", "line 1, column Sex (1=F 0=M): expected the model's coding (0 = F, 1 = M)")]
    [InlineData("one column less", "line 12: found 18 columns, expected 19")]
    [InlineData("no file", "There is no file")]
    [InlineData("word in a column of the outlier rule", "line 12, column age: found 'x', expected a number")]
    [InlineData("three at risk", "too few of one kind for 5 folds")]
    public async Task Data_that_cannot_make_a_model_is_named_with_its_place_and_leaves_nothing(string wrong, string expected)
    {
        // Arrange
        await SynthAsync(wrong == "40 rows" ? 40 : 200);
        Break(wrong);

        // Act
        var (exitCode, _, errors) = await TrainAsync();

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(_folder.Path));
    }

    [Theory]
    [InlineData("{", "line ")]
    [InlineData(
        """{"name":"x","target":{"column":"t","atRisk":["1"],"notAtRisk":["0"],"meaningEs":"a","meaningEn":"b"},"columns":[],"colour":1}""",
        "colour")]
    [InlineData("""{"name":"x","target":{"column":"t","atRisk":["0"],"notAtRisk":["0"],"meaningEs":"a","meaningEn":"b"},"columns":[]}""",
        "\"0\" stands in two of atRisk")]
    [InlineData(
        """
        {
        "name":"x","target":{"column":"t","atRisk":["1"],"notAtRisk":["0"],"meaningEs":"a","meaningEn":"b"},
        "columns":[{"name":"a","kind":"colour","labelEs":"a","labelEn":"a"}]}
        """,
        "line 3, $.columns[0].kind")]
    [InlineData("""{"name":"x","columns":[]}""", "target")]
    public async Task A_profile_that_cannot_be_read_is_named_with_its_line(string profile, string expected)
    {
        // Arrange
        await SynthAsync(60);
        await File.WriteAllTextAsync(_folder.File("perfil.json"), profile, TestContext.Current.CancellationToken);

        // Act
        var (exitCode, _, errors) =
            await Training.RunAsync("train", "--data", Data, "--model", _folder.File("perfil.json"), "--out", Artefact);

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains("perfil.json", errors, StringComparison.Ordinal);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feature_that_is_empty_in_all_rows_is_named()
    {
        // Arrange
        await SynthAsync(200);
        var lines = (await File.ReadAllLinesAsync(Data, TestContext.Current.CancellationToken)).Select(line => line.Split(',')).ToArray();
        var health = Array.IndexOf(lines[0], "health");
        await File.WriteAllLinesAsync(Data, lines.Select((cells, row) => string.Join(',',
            cells.Select((cell, column) => row > 0 && column == health ? "" : cell))), TestContext.Current.CancellationToken);
        var profile = ProfileFile.Load("student-performance");
        profile = profile with
        {
            Columns =
            [.. profile.Columns.Select(column => column.Name == "health" ? column with { AllowsEmpty = true } : column)]
        };
        await File.WriteAllTextAsync(_folder.File("perfil.json"), JsonSerializer.Serialize(profile, ProfileJson.Default.Profile),
            TestContext.Current.CancellationToken);

        // Act
        var (exitCode, _, errors) =
            await Training.RunAsync("train", "--data", Data, "--model", _folder.File("perfil.json"), "--out", Artefact);

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains("column health is empty in all rows", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_artefact_is_replaced_only_when_forced()
    {
        // Arrange
        await SynthAsync(300);
        _folder.Copy(RepositoryFolder.File("Model", "Artefacts", "student-performance"), "modelo");
        await File.WriteAllTextAsync(Path.Combine(Artefact, "trees.bin"), "cut", TestContext.Current.CancellationToken);

        // Act
        var refused = await TrainAsync();
        var forced = await TrainAsync("--force");

        // Assert
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--force", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, forced.ExitCode);
    }

    [Fact]
    public async Task A_file_where_the_folder_should_be_is_left_alone()
    {
        await SynthAsync(200);
        await File.WriteAllTextAsync(Artefact, "a file", TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await TrainAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("is a file", errors, StringComparison.Ordinal);
        Assert.Equal("a file", await File.ReadAllTextAsync(Artefact, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_worse_model_does_not_take_the_place_of_a_better_one_unless_forced()
    {
        // Arrange: the first data can be told apart by one column, the second not at all.
        await SynthAsync(300);
        var lines = await File.ReadAllLinesAsync(Data, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(Data, [lines[0], .. lines.Skip(1).Select(line => line[..line.LastIndexOf(',')]
            + (line.Contains(",F,", StringComparison.Ordinal) ? ",no" : ",yes"))], TestContext.Current.CancellationToken);
        Assert.Equal(0, (await TrainAsync()).ExitCode);
        await SynthAsync(300);

        // Act
        var refused = await TrainAsync();
        var forced = await TrainAsync("--force");

        // Assert
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("keeps its model", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, forced.ExitCode);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("train", "--data", "a", "--model", "b", "--out", "c", "--threshold", "2")]
    [InlineData("train", "--data", "a", "--model", "b", "--out", "c", "--recall", "0.5", "--capacity", "3")]
    [InlineData("predict", "--in", "a")]
    [InlineData("nothing")]
    public async Task Wrong_usage_ends_with_2(params string[] args)
    {
        Assert.Equal(2, (await Training.RunAsync(args)).ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private string Data => _folder.File("datos.csv");

    private string Artefact => _folder.File("modelo");

    private async Task SynthAsync(int rows) =>
        Assert.Equal(0, (await Training.RunAsync("synth", "--labelled", "--rows", $"{rows}", "--seed", "3", "--out", Data)).ExitCode);

    private Task<(int ExitCode, string Output, string Errors)> TrainAsync(params string[] more) =>
        Training.RunAsync(["train", "--data", Data, "--model", "student-performance", "--out", Artefact, .. more]);

    private void Break(string wrong)
    {
        if (wrong == "no file")
        {
            File.Delete(Data);
            return;
        }

        var lines = File.ReadAllLines(Data).Select(line => line.Split(',')).ToArray();
        var column = lines[0].ToList();
        void Set(int row, string name, string value) =>
            lines[row][column.FindIndex(each => each.Equals(name, StringComparison.OrdinalIgnoreCase))] = value;
        switch (wrong)
        {
            case "all the same target":
                Enumerable.Range(1, lines.Length - 1).ToList().ForEach(row => Set(row, "passed", "no"));
                break;
            case "constant column":
                Enumerable.Range(1, lines.Length - 1).ToList().ForEach(row => Set(row, "health", "3"));
                break;
            case "unknown word":
                Set(11, "sex", "X");
                break;
            case "codes in a name":
                Set(0, "sex", "Sex (1=F 0=M)");
                break;
            case "out of range":
                // Every row alike, so that the outlier rule keeps them.
                Enumerable.Range(11, lines.Length - 11).ToList().ForEach(row => Set(row, "age", "99"));
                break;
            case "unknown target":
                Set(11, "passed", "perhaps");
                break;
            case "word in a column of the outlier rule":
                Set(11, "age", "x");
                break;
            case "three at risk":
                Enumerable.Range(1, lines.Length - 1).ToList().ForEach(row => Set(row, "passed", row <= 3 ? "no" : "yes"));
                break;
            case "one column less":
                lines[11] = lines[11][1..];
                break;
        }

        File.WriteAllLines(Data, lines.Select(cells => string.Join(',', cells)));
    }
}
