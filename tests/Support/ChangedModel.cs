using System.Text.Json.Nodes;
using Antivirus.Model.Models;

namespace Antivirus.Support;

/// <summary>The shipped model of the original system with another <c>model.json</c>.</summary>
public static class ChangedModel
{
    /// <summary>Name of the model, and of its folder.</summary>
    public const string Name = "student-performance";

    /// <summary>Thresholds by sex: nearly every F is reported, nearly no M.</summary>
    public const string ThresholdsBySex = """
        {
          "columns": [{ "feature": "Sex", "codes": [0, 1] }],
          "groups": [{ "parts": [0], "threshold": 0.01, "students": 200 }, { "parts": [1], "threshold": 0.99, "students": 200 }],
          "decidedBy": "Rectoría",
          "before": { "recall": 0.5, "precision": 0.7 },
          "after": { "recall": 0.49, "precision": 0.71 }
        }
        """;

    /// <summary>Writes the artefact below a folder of models.</summary>
    /// <returns>The artefact's folder.</returns>
    public static string Write(string models, Action<JsonNode> change)
    {
        var shipped = RepositoryFolder.File("Model", "Artefacts", Name);
        var folder = Directory.CreateDirectory(Path.Combine(models, Name)).FullName;
        File.Copy(Path.Combine(shipped, RiskModel.TreesFile), Path.Combine(folder, RiskModel.TreesFile));
        var description = JsonNode.Parse(File.ReadAllText(Path.Combine(shipped, RiskModel.DescriptionFile)))!;
        description["formatVersion"] = RiskModel.FormatVersion;
        change(description);
        File.WriteAllText(Path.Combine(folder, RiskModel.DescriptionFile), description.ToJsonString());
        return folder;
    }
}
