using System.Text.Json.Nodes;
using Antivirus.Model.Models;
using Antivirus.Support;

namespace Antivirus.Training.Tests.Profiles;

/// <summary>Labelled files as registrars send them: the right model or a refusal that says what to do, never another model in
/// silence.</summary>
public sealed class LabelledFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("00-plain.csv")]
    [InlineData("34-target-si-no-spellings.csv")]
    public async Task Yes_in_a_column_of_leaving_is_the_risk_in_any_spelling(string name)
    {
        // Arrange
        var file = LabelledFile.Golden(_folder, name);

        // Act
        var artefact = await file.MakeModelAsync("abandono");

        // Assert
        var target = file.ReadDraft()["target"]!;
        Assert.All(target["atRisk"]!.AsArray(), value =>
            Assert.StartsWith("s", value!.GetValue<string>(), StringComparison.OrdinalIgnoreCase));
        Assert.All(target["notAtRisk"]!.AsArray(), value =>
            Assert.StartsWith("n", value!.GetValue<string>(), StringComparison.OrdinalIgnoreCase));
        Assert.Equal((240, 240), (artefact.Training.RowsRead, artefact.Training.RowsUsed));
        Assert.Equal(("El estudiante abandona los estudios.", "The student drops out."), (artefact.TargetEs, artefact.TargetEn));
        Assert.Equal(["promedio", "creditos", "programa", "trabaja", "ingreso"], artefact.Schema.Features.Select(feature => feature.Name));
        Assert.Equal("codigo", artefact.Schema.IdNames[0]);
    }

    [Theory]
    [InlineData("01-windows1252-excel-es.csv")]
    [InlineData("04-gz.csv")]
    [InlineData("05-sep-line.csv")]
    [InlineData("06-title-line.csv")]
    [InlineData("07-totals-row.csv")]
    [InlineData("08-blank-comma-rows.csv")]
    [InlineData("37-repeated-header-in-the-middle.csv")]
    [InlineData("39-bom-middle.csv")]
    [InlineData("40b-real.xlsx")]
    public async Task The_same_students_in_another_form_make_the_same_model_and_are_all_scored(string name)
    {
        // Arrange
        using var plainFolder = new TemporaryFolder();
        var plain = LabelledFile.Golden(plainFolder, "00-plain.csv");
        await plain.MakeModelAsync("abandono");
        var file = LabelledFile.Golden(_folder, name);

        // Act
        var artefact = await file.MakeModelAsync("abandono");
        var outcome = await file.PredictAsync(file.Path);

        // Assert
        Assert.Equal(plain.ReadTrees(), file.ReadTrees());
        Assert.Equal(240, artefact.Training.RowsUsed);
        Assert.Equal(240, outcome.GetProperty("scored").GetInt32());
        Assert.Equal(name[..2] is "37" or "39" ? 240 : 0, outcome.GetProperty("rejected").GetInt32());
    }

    [Fact]
    public async Task Words_whose_accents_are_marks_of_their_own_are_the_words_of_the_model()
    {
        // Arrange: "Biología" with a combining accent.
        var file = LabelledFile.Golden(_folder, "00-plain.csv");
        await file.MakeModelAsync("abandono");
        var cohort = RepositoryFolder.File("tests", "Model.Tests", "Cohorts", "Reading", "cases", "46c-own-model-nfd-accents.csv");
        var students = (await File.ReadAllLinesAsync(cohort, TestContext.Current.CancellationToken)).Length - 1;

        // Act
        var outcome = await file.PredictAsync(cohort);

        // Assert
        Assert.Equal(students, outcome.GetProperty("scored").GetInt32());
        Assert.Equal(0, outcome.GetProperty("rejected").GetInt32());
        Assert.Equal(0, outcome.GetProperty("newWords").GetArrayLength());
    }

    [Theory]
    [InlineData("06-title-line.csv", "Line 3 is the header; skipped: 1 line above the header, 1 blank line.")]
    [InlineData("07-totals-row.csv", "Line 1 is the header; skipped: 1 line of totals.")]
    [InlineData("08-blank-comma-rows.csv", "Line 1 is the header; skipped: 3 blank lines.")]
    [InlineData("37-repeated-header-in-the-middle.csv", "Line 1 is the header; skipped: 1 repeated header.")]
    public async Task Lines_that_are_not_students_are_skipped_and_counted(string name, string expected)
    {
        var file = LabelledFile.Golden(_folder, name);

        var drafted = await file.DraftAsync("abandono");
        var trained = await file.TrainAsync();

        Assert.Contains(expected, drafted.Output, StringComparison.Ordinal);
        Assert.Contains(expected, trained.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("37-repeated-header-in-the-middle.csv")]
    [InlineData("39-bom-middle.csv")]
    public async Task Rows_that_were_pasted_twice_are_named_in_console_card_and_report(string name)
    {
        // Arrange
        var file = LabelledFile.Golden(_folder, name);
        Assert.Equal(0, (await file.DraftAsync("abandono")).ExitCode);

        // Act
        var (exitCode, _, errors) = await file.TrainAsync();

        // Assert
        Assert.Equal(0, exitCode);
        Assert.Contains("Warning: 240 rows equal an earlier one in every column (line 24", errors, StringComparison.Ordinal);
        Assert.Contains("240 rows equal an earlier one", await File.ReadAllTextAsync(Path.Combine(file.ArtefactPath, "MODEL_CARD.md"),
            TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("240 filas son iguales a una anterior", await File.ReadAllTextAsync(Path.Combine(file.ArtefactPath, "report.html"),
            TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_with_an_empty_target_are_left_out_and_counted()
    {
        var file = LabelledFile.Golden(_folder, "17-target-with-empty.csv");

        var artefact = await file.MakeModelAsync("abandono");

        Assert.Equal((240, 200, 74), (artefact.Training.RowsRead, artefact.Training.RowsUsed, artefact.Training.RowsAtRisk));
        Assert.Contains("", file.ReadDraft()["target"]!["leaveOut"]!.AsArray().Select(value => value!.GetValue<string>()));
    }

    [Theory]
    [InlineData("27-id-matricula.csv", "matricula")]
    [InlineData("50-id-documento-not-first.csv", "documento")]
    public async Task The_id_that_a_draft_found_is_in_the_artefact_and_in_the_report(string name, string id)
    {
        // Arrange
        var file = LabelledFile.Golden(_folder, name);

        // Act
        var artefact = await file.MakeModelAsync("abandono");
        var outcome = await file.PredictAsync(file.Path);

        // Assert
        Assert.Equal(id, artefact.Schema.IdNames[0]);
        Assert.Equal((240, 240), (outcome.GetProperty("scored").GetInt32(), outcome.GetProperty("read").GetInt32()));
        Assert.StartsWith("001000,", (await File.ReadAllLinesAsync(file.ReportPath, TestContext.Current.CancellationToken))[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_only_those_who_left_are_marked_train_refuses_until_a_person_decides()
    {
        // Arrange
        var file = LabelledFile.Golden(_folder, "56-target-only-marked.csv");
        Assert.Equal(0, (await file.DraftAsync("periodo_desercion")).ExitCode);

        // Act
        var refused = await file.TrainAsync();
        var draft = file.ReadDraft();
        draft["target"]!["atRisk"] = new JsonArray("2025-1");
        draft["target"]!["notAtRisk"] = new JsonArray("");
        file.WriteDraft(draft);
        var unedited = await file.TrainAsync();
        draft["target"]!["meaningEs"] = "El estudiante deserta.";
        draft["target"]!["meaningEn"] = "The student drops out.";
        file.WriteDraft(draft);
        var trained = await file.TrainAsync();

        // Assert
        Assert.Equal((1, 1, 0), (refused.ExitCode, unedited.ExitCode, trained.ExitCode));
        Assert.Contains("target.atRisk is empty", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("holds \"2025-1\" (95), empty (145)", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("target.meaningEs still holds the draft's text", unedited.Errors, StringComparison.Ordinal);
        Assert.Equal(95, RiskModel.Load(file.ArtefactPath).Artefact.Training.RowsAtRisk);
    }

    [Theory]
    [InlineData("60-longitudinal-codigo.csv", "codigo")]
    [InlineData("61-longitudinal-id_estudiante.csv", "id_estudiante")]
    public async Task Six_terms_of_each_student_and_noise_make_a_model_that_is_marked_poor(string name, string id)
    {
        // Arrange
        var file = LabelledFile.Golden(_folder, name);

        // Act
        var artefact = await file.MakeModelAsync("abandono");

        // Assert
        var draft = file.ReadDraft();
        Assert.Equal((id, "semestre", null), (draft["group"]!.GetValue<string>(), draft["period"]!.GetValue<string>(), draft["id"]));
        Assert.Equal(ModelFit.Poor, artefact.Fit);
        Assert.InRange(artefact.Metrics["auc"].Mean, 0.35, 0.65);
    }

    [Fact]
    public async Task Ids_with_a_comma_are_quoted_by_encode_and_all_are_scored()
    {
        // Arrange
        var file = LabelledFile.Golden(_folder, "62-id-with-comma.csv");
        await file.MakeModelAsync("abandono");

        // Act
        var encoded = await Training.RunAsync("encode", "--data", file.Path, "--model", file.ProfilePath, "--out",
            _folder.File("cohorte.csv"));
        var outcome = await file.PredictAsync(_folder.File("cohorte.csv"));

        // Assert
        Assert.True(encoded.ExitCode == 0, encoded.Errors);
        Assert.Equal((240, 0), (outcome.GetProperty("scored").GetInt32(), outcome.GetProperty("rejected").GetInt32()));
    }

    public void Dispose() => _folder.Dispose();
}
