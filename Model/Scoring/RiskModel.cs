namespace Antivirus.Model.Scoring;

/// <summary>A trained artefact, loaded: its description and its trees.</summary>
public sealed class RiskModel
{
    public const string ModelFile = "model.zip";
    public const string DescriptionFile = "model.json";
    public const string TreesFile = "trees.bin";

    private RiskModel(ModelArtefact artefact) => Artefact = artefact;

    public ModelArtefact Artefact { get; }

    /// <summary>Loads the artefact from its folder, without loading ML.NET.</summary>
    /// <exception cref="ArtefactException">It is missing, truncated, or of another layout or schema.</exception>
    public static RiskModel Load(string folder) => throw new NotImplementedException($"{folder} {new RiskModel(null!)}");
}
