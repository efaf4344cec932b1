using System.Text.Json;
using System.Text.Json.Nodes;
using Antivirus.Model.Models;
using Antivirus.Support;

namespace Antivirus.Training.Tests.Profiles;

/// <summary>One labelled file on its way: draft, training and scoring, each as the console does it.</summary>
internal sealed class LabelledFile(TemporaryFolder folder, string path)
{
    public string Path => path;

    public string ProfilePath => folder.File("perfil.json");

    public string ArtefactPath => folder.File("modelo");

    public string ReportPath => folder.File("reporte.csv");

    public string ProblemsPath => folder.File("errores_reporte.csv");

    /// <summary>One of the files under <c>golden/labelled</c>.</summary>
    public static LabelledFile Golden(TemporaryFolder folder, string name) =>
        new(folder, RepositoryFolder.File("tests", "Training.Tests", "golden", "labelled", name));

    public Task<(int ExitCode, string Output, string Errors)> DraftAsync(string? target, params string[] more) =>
        Training.RunAsync(["profile", "init", "--data", path, "--out", ProfilePath, .. target is null ? (string[])[] : ["--target", target],
            .. more]);

    /// <summary>The draft as JSON; few trees, since the tests look at what is trained on and not at how well.</summary>
    public JsonObject ReadDraft()
    {
        var draft = JsonNode.Parse(File.ReadAllText(ProfilePath))!.AsObject();
        draft["settings"] = new JsonObject { ["trees"] = 20, ["leaves"] = 4 };
        return draft;
    }

    public void WriteDraft(JsonObject draft) => File.WriteAllText(ProfilePath, draft.ToJsonString());

    public async Task<(int ExitCode, string Output, string Errors)> TrainAsync()
    {
        WriteDraft(ReadDraft());
        return await Training.RunAsync("train", "--data", path, "--model", ProfilePath, "--out", ArtefactPath);
    }

    public async Task<JsonElement> PredictAsync(string cohort)
    {
        var (_, output, _) = await Training.RunAsync("predict", "--model", ArtefactPath, "--in", cohort, "--out", ReportPath, "--json");
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>Drafts and trains; both must be taken.</summary>
    public async Task<ModelArtefact> MakeModelAsync(string? target)
    {
        var drafted = await DraftAsync(target);
        Assert.True(drafted.ExitCode == 0, drafted.Errors);
        var trained = await TrainAsync();
        Assert.True(trained.ExitCode == 0, trained.Errors);
        return RiskModel.Load(ArtefactPath).Artefact;
    }

    public byte[] ReadTrees() => File.ReadAllBytes(System.IO.Path.Combine(ArtefactPath, "trees.bin"));
}
