using System.Text.Json;
using System.Text.Json.Nodes;
using Antivirus.Model.Models;
using Antivirus.Support;

namespace Antivirus.Training.Tests.Profiles;

/// <summary>
/// Made-up rows in the form in which public data sets are published, quotes, marks and all: draft, page, model and report of the raw file,
/// or a message that says what to decide.
/// </summary>
public sealed class PublishedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task OULAD_groups_by_student_and_scores_each_of_them_once()
    {
        // Arrange
        var file = Published("studentInfo.csv");

        // Act
        await DraftAndExploreAsync(file, null);
        var trained = await file.TrainAsync();
        var outcome = await file.PredictAsync(file.Path);

        // Assert
        Assert.True(trained.ExitCode == 0, trained.Errors);
        var draft = file.ReadDraft();
        Assert.Equal(("id_student", "code_presentation"), (draft["group"]!.GetValue<string>(), draft["period"]!.GetValue<string>()));
        Assert.Equal(["Withdrawn"], Values(draft, "atRisk"));
        Assert.Equal(["Distinction", "Pass"], Values(draft, "notAtRisk").Order(StringComparer.Ordinal));
        Assert.Equal(["Fail"], Values(draft, "leaveOut"));
        Assert.Equal("id_student", RiskModel.Load(file.ArtefactPath).Artefact.Schema.IdNames[0]);
        string[] ids = [.. File.ReadLines(file.Path).Skip(1).Select(line => line.Split(',')[2].Trim('"')).Distinct()];
        string[] reported = [.. File.ReadLines(file.ReportPath).Skip(1).Select(line => line.Split(',')[0])];
        Assert.Equal(ids, reported);
        Assert.Equal(220, outcome.GetProperty("scored").GetInt32() + outcome.GetProperty("rejected").GetInt32());
    }

    [Fact]
    public async Task UCI_697_predicts_dropout_and_asks_for_the_id_that_it_does_not_have()
    {
        // Arrange
        var file = Published("uci-697.csv");

        // Act
        await DraftAndExploreAsync(file, null);
        var trained = await file.TrainAsync();

        // Assert
        Assert.True(trained.ExitCode == 0, trained.Errors);
        var draft = file.ReadDraft();
        Assert.Equal(["Dropout"], Values(draft, "atRisk"));
        Assert.Equal(["Enrolled", "Graduate"], Values(draft, "notAtRisk").Order(StringComparer.Ordinal));
        Assert.Null(draft["id"]);
        await AssertScoredOnlyAfterEncodingAsync(file, 200);
    }

    [Fact]
    public async Task XAPI_levels_are_left_to_a_person_and_then_train()
    {
        // Arrange
        var file = Published("xAPI-Edu-Data.csv");
        await DraftAndExploreAsync(file, null);

        // Act
        var undecided = await file.TrainAsync();
        Decide(file, "Class", ["L"], ["M", "H"]);
        var trained = await file.TrainAsync();

        // Assert
        Assert.Equal(1, undecided.ExitCode);
        Assert.Contains("target.atRisk is empty", undecided.Errors, StringComparison.Ordinal);
        Assert.Contains("\"L\" (", undecided.Errors, StringComparison.Ordinal);
        Assert.True(trained.ExitCode == 0, trained.Errors);
        var sensitive = file.ReadDraft()["columns"]!.AsArray().Where(column => column!["sensitive"]?.GetValue<bool>() == true)
            .Select(column => column!["name"]!.GetValue<string>());
        Assert.Equal(["gender", "NationalITy", "PlaceofBirth"], sensitive);
        await AssertScoredOnlyAfterEncodingAsync(file, 180);
    }

    [Fact]
    public async Task Student_por_grades_are_left_to_a_person_and_then_train()
    {
        // Arrange
        var file = Published("student-por.csv");
        await DraftAndExploreAsync(file, "G3");
        string[] grades = [.. File.ReadLines(file.Path).Skip(1).Select(line => line.Split(';')[^1]).Distinct()];

        // Act
        var undecided = await file.TrainAsync();
        Decide(file, "G3", [.. grades.Where(grade => int.Parse(grade, null) < 10)],
            [.. grades.Where(grade => int.Parse(grade, null) >= 10)]);
        var trained = await file.TrainAsync();

        // Assert
        Assert.Contains("Column G3 of", undecided.Errors, StringComparison.Ordinal);
        Assert.True(trained.ExitCode == 0, trained.Errors);
        await AssertScoredOnlyAfterEncodingAsync(file, 180);
    }

    public void Dispose() => _folder.Dispose();

    private LabelledFile Published(string name) =>
        new(_folder, RepositoryFolder.File("tests", "Training.Tests", "golden", "published", name));

    private static IEnumerable<string> Values(JsonObject draft, string list) => draft["target"]![list]!.AsArray()
        .Select(value => value!.GetValue<string>());

    private async Task DraftAndExploreAsync(LabelledFile file, string? target)
    {
        var drafted = await file.DraftAsync(target);
        Assert.True(drafted.ExitCode == 0, drafted.Errors);
        var explored = await Training.RunAsync("explore", "--data", file.Path, "--model", file.ProfilePath, "--out",
            _folder.File("pagina.html"));
        Assert.True(explored.ExitCode == 0, explored.Errors);
    }

    private static void Decide(LabelledFile file, string column, string[] atRisk, string[] notAtRisk)
    {
        var draft = file.ReadDraft();
        draft["target"] = JsonSerializer.SerializeToNode(new
        {
            column,
            atRisk,
            notAtRisk,
            meaningEs = "El estudiante no aprueba.",
            meaningEn = "The student does not pass."
        });
        file.WriteDraft(draft);
    }

    /// <summary>Without an id the raw file is refused, with what to do; encode numbers its rows.</summary>
    private async Task AssertScoredOnlyAfterEncodingAsync(LabelledFile file, int rows)
    {
        var (exitCode, _, _) = await Training.RunAsync("predict", "--model", file.ArtefactPath, "--in", file.Path, "--out",
            file.ReportPath);
        Assert.Equal(1, exitCode);
        Assert.False(File.Exists(file.ReportPath));
        Assert.NotEmpty(await File.ReadAllTextAsync(file.ProblemsPath, TestContext.Current.CancellationToken));
        var encoded = await Training.RunAsync("encode", "--data", file.Path, "--model", file.ProfilePath, "--out",
            _folder.File("cohorte.csv"));
        Assert.True(encoded.ExitCode == 0, encoded.Errors);
        Assert.Equal(rows, (await file.PredictAsync(_folder.File("cohorte.csv"))).GetProperty("scored").GetInt32());
    }
}
