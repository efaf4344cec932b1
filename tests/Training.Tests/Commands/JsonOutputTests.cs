using System.Text.Json;
using Antivirus.Support;

namespace Antivirus.Training.Tests.Commands;

/// <summary>What the console says with <c>--json</c>: one document, and the same figures as in its text.</summary>
public sealed class JsonOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Cohort => RepositoryFolder.File("samples", "univalle", "cohorte-ejemplo.csv");

    private static string Artefact => RepositoryFolder.File("Model", "Artefacts", "student-performance");

    [Fact]
    public async Task Predict_says_how_many_rows_were_scored_and_where_the_report_lies()
    {
        var report = _folder.File("report.csv");

        var json = await RunAsync("predict", "--model", Artefact, "--in", Cohort, "--out", report, "--capacity", "10");

        Assert.Equal((200, 200, 0), (Whole(json, "read"), Whole(json, "scored"), Whole(json, "rejected")));
        Assert.InRange(Whole(json, "atRisk"), 1, 199);
        Assert.Equal(10, json.GetProperty("leading").GetProperty("students").GetInt32());
        Assert.Equal(report, json.GetProperty("report").GetString());
        Assert.False(json.TryGetProperty("problems", out _));
    }

    [Fact]
    public async Task Compare_counts_who_changes_sides()
    {
        var same = await RunAsync("compare", "--in", Cohort, "--left", "local", "--right", Artefact);

        Assert.Equal((200, 1.0, 0.0),
            (Whole(same, "students"), same.GetProperty("agreement").GetDouble(), same.GetProperty("maxDifference").GetDouble()));
        Assert.Equal(0, same.GetProperty("changed").GetArrayLength());
    }

    [Fact]
    public async Task Evaluate_gives_figures_groups_and_drift_and_null_for_what_is_no_number()
    {
        // Arrange: everybody at risk, so there is no AUC.
        var data = _folder.File("datos.csv");
        await RunAsync("synth", "--labelled", "--rows", "300", "--base-rate", "1", "--out", data);

        // Act
        var json = await RunAsync("evaluate", "--model", Artefact, "--data", data);

        // Assert
        var figures = json.GetProperty("figures").EnumerateArray().ToDictionary(figure => figure.GetProperty("name").GetString()!);
        Assert.Equal(["AUC", "Brier", "ECE", "log loss"], figures.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(JsonValueKind.Null, figures["AUC"].GetProperty("here").ValueKind);
        Assert.InRange(figures["Brier"].GetProperty("here").GetDouble(), 0.1, 0.9);
        Assert.Equal(18, json.GetProperty("drift").GetArrayLength());
        var women = json.GetProperty("fairness").EnumerateArray()
            .Single(row => row.GetProperty("column").GetString() == "Sex" && row.GetProperty("value").GetString() == "F");
        Assert.InRange(women.GetProperty("count").GetInt32(), 100, 200);
        Assert.InRange(women.GetProperty("calibrationError").GetDouble(), 0.1, 1);
        Assert.False(json.GetProperty("isTrainingFile").GetBoolean());
    }

    [Fact]
    public async Task Train_prints_the_description_that_it_wrote()
    {
        var data = _folder.File("datos.csv");
        Assert.Equal(120, Whole(await RunAsync("synth", "--labelled", "--rows", "120", "--out", data), "students"));

        var json = await RunAsync("train", "--data", data, "--model", "student-performance", "--out", _folder.File("modelo"));

        Assert.Equal(120, json.GetProperty("training").GetProperty("rowsRead").GetInt32());
        Assert.Equal("Fair", json.GetProperty("fit").GetString());
    }

    [Fact]
    public async Task Profiles_are_listed_with_what_they_predict()
    {
        var json = await RunAsync("profile", "list");

        Assert.Equal(
            [("student-performance", 18), ("uci-697", 36), ("uci-697-enrolment", 24)],
            json.EnumerateArray().Select(profile => (profile.GetProperty("name").GetString()!, Whole(profile, "features"))));
        Assert.All(json.EnumerateArray(), profile => Assert.NotEmpty(profile.GetProperty("predicts").GetString()!));
    }

    [Fact]
    public async Task Files_are_named_with_the_students_in_them()
    {
        var data = RepositoryFolder.StudentData;

        var encoded = await RunAsync("encode", "--data", data, "--out", _folder.File("cohorte.csv"));
        var drafted = await RunAsync("profile", "init", "--data", data, "--out", _folder.File("perfil.json"));

        Assert.Equal((395, _folder.File("cohorte.csv")), (Whole(encoded, "students"), encoded.GetProperty("file").GetString()));
        Assert.Equal(_folder.File("perfil.json"), drafted.GetProperty("file").GetString());
    }

    public void Dispose() => _folder.Dispose();

    private static int Whole(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static async Task<JsonElement> RunAsync(params string[] args)
    {
        var (exitCode, output, errors) = await Training.RunAsync([.. args, "--json"]);
        Assert.True(exitCode == 0, errors);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }
}
