using System.Security.Cryptography;

namespace Antivirus.Model.Models;

/// <summary>A trained artefact, loaded: its description and its trees.</summary>
public sealed class RiskModel
{
    public const string ModelFile = "model.zip";
    public const string DescriptionFile = "model.json";
    public const string TreesFile = "trees.bin";

    /// <summary>How the training file was read, for the console; not needed to score.</summary>
    public const string ProfileFile = "profile.json";

    /// <summary>The page about the model, for people.</summary>
    public const string ReportFile = "report.html";

    /// <summary>Highest layout of <c>model.json</c> that this code reads.</summary>
    public const int FormatVersion = 3;

    /// <summary>Layout of a <c>model.json</c> without thresholds by group, which earlier versions of this code read too.</summary>
    public const int PlainFormatVersion = 2;

    private RiskModel(ModelArtefact artefact, TreeEnsemble trees)
    {
        Artefact = artefact;
        Trees = trees;
    }

    public ModelArtefact Artefact { get; }

    public TreeEnsemble Trees { get; }

    /// <summary>Loads the artefact from its folder, without loading ML.NET.</summary>
    /// <exception cref="ArtefactException">It is missing, truncated, or of another layout or schema.</exception>
    public static RiskModel Load(string folder)
    {
        var artefact = ArtefactReader.Read(Path.Combine(folder, DescriptionFile));
        var path = Path.Combine(folder, TreesFile);
        var bytes = ReadFile(path);
        if (!artefact.Files.TryGetValue(TreesFile, out var hash) || hash != Convert.ToHexStringLower(SHA256.HashData(bytes)))
        {
            throw new ArtefactException(
                $"{path} is not the file that {DescriptionFile} describes: it was cut or changed. Copy the artefact again, or train it " +
                "anew.");
        }

        ArtefactCheck.Validate(artefact, Path.Combine(folder, DescriptionFile));
        var trees = ReadTrees(path, bytes);
        if ((trees.Calibration.Slope, trees.Calibration.Offset) != (artefact.Calibration.Slope, artefact.Calibration.Offset))
        {
            throw new ArtefactException(
                $"{path} and {DescriptionFile} name different calibrations. Copy the artefact again, or train it anew.");
        }

        return trees.FeatureCount == artefact.Schema.Features.Count
            ? new RiskModel(artefact, trees)
            : throw new ArtefactException(
                $"{path} has {trees.FeatureCount} features, its schema {artefact.Schema.Features.Count}. Copy the artefact again, or " +
                "train it anew.");
    }

    private static TreeEnsemble ReadTrees(string path, byte[] bytes)
    {
        try
        {
            return TreeFile.Read(bytes);
        }
        catch (InvalidDataException failure)
        {
            throw new ArtefactException($"{path} cannot be read: {failure.Message}. Copy the artefact again, or train it anew.", failure);
        }
    }

    internal static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (IOException failure)
        {
            throw new ArtefactException(
                $"{path} cannot be read. Is the artefact's folder right, and does it hold {DescriptionFile}, {TreesFile} and {ModelFile}?",
                failure);
        }
    }
}
