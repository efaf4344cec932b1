using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Antivirus.Model.Models;

/// <summary>Writes an artefact: <c>model.zip</c>, the trees with their covers, and <c>model.json</c>; beside the folder first, then
/// renamed.</summary>
public static class RiskModelWriter
{
    /// <summary>Name of the vector column that holds the features in the schema's order.</summary>
    public const string FeaturesColumn = "Features";

    private const double MaxDifference = 1e-6;

    /// <param name="model">The trained chain: calibrated FastTree on <see cref="FeaturesColumn"/>.</param>
    /// <param name="trainingRows">Row-major features that it was trained on; they give the node covers that exact reasons need.</param>
    /// <param name="linear">What is added to the trees' raw sum; null for trees alone. <c>model.zip</c> holds the trees only.</param>
    /// <param name="profile">Bytes of the profile that the training file was read with; none when null.</param>
    /// <param name="addFiles">Adds more files to the artefact, such as its card, while its folder still lies beside: all take their place
    /// together.</param>
    /// <returns>The artefact as written, with version and file hashes filled in.</returns>
    /// <exception cref="InvalidOperationException">The trees do not return what ML.NET returns.</exception>
    public static ModelArtefact Write(
        string folder,
        ModelArtefact artefact,
        MLContext mlContext,
        ITransformer model,
        DataViewSchema inputSchema,
        ReadOnlySpan<float> trainingRows,
        Action<string>? addFiles = null,
        LinearPart? linear = null,
        byte[]? profile = null)
    {
        var featureCount = artefact.Schema.Features.Count;
        var trees = ToEnsemble(model, artefact.Calibration, featureCount, trainingRows, linear);
        CheckEquality(mlContext, model, trees, trainingRows);
        var contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { [RiskModel.TreesFile] = TreeFile.Write(trees) };
        if (profile is not null)
        {
            contents[RiskModel.ProfileFile] = profile;
        }

        return WriteFiles(folder, artefact, contents, path => mlContext.Model.Save(model, inputSchema, path), addFiles);
    }

    /// <summary>A trained chain as the scorer has it, without writing it.</summary>
    /// <inheritdoc cref="Write"/>
    public static TreeEnsemble ToEnsemble(ITransformer model, PlattCalibration calibration, int featureCount,
        ReadOnlySpan<float> trainingRows, LinearPart? linear)
    {
        var bare = FastTreeReader.Read(model, calibration, featureCount);
        var covered = new RegressionTree[bare.Trees.Count];
        for (var index = 0; index < covered.Length; index++)
        {
            covered[index] = bare.Trees[index].WithCovers(trainingRows, featureCount);
        }

        return new TreeEnsemble(featureCount, bare.Bias, calibration, covered, linear);
    }

    private static ModelArtefact WriteFiles(string folder, ModelArtefact artefact, SortedDictionary<string, byte[]> contents,
        Action<string> saveModel, Action<string>? addFiles)
    {
        var target = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);
        var beside = $"{target}.{Guid.NewGuid():N}.tmp";
        Directory.CreateDirectory(beside);
        try
        {
            saveModel(Path.Combine(beside, RiskModel.ModelFile));
            foreach (var (file, content) in contents)
            {
                File.WriteAllBytes(Path.Combine(beside, file), content);
            }

            var complete = Complete(artefact, contents);
            File.WriteAllBytes(Path.Combine(beside, RiskModel.DescriptionFile),
                [.. JsonSerializer.SerializeToUtf8Bytes(complete, ArtefactJson.Default.ModelArtefact), (byte)'\n']);
            addFiles?.Invoke(beside);
            Replace(beside, target);
            return complete;
        }
        finally
        {
            if (Directory.Exists(beside))
            {
                Directory.Delete(beside, recursive: true);
            }
        }
    }

    /// <summary>Fills in the hashes, and a version that the same data, settings and trees give again.</summary>
    private static ModelArtefact Complete(ModelArtefact artefact, SortedDictionary<string, byte[]> contents)
    {
        // model.zip holds its own dates, so its hash would differ each time: the trees stand for it.
        var withHash = artefact with
        {
            Version = "",
            Date = default,
            Files = contents.ToDictionary(file => file.Key, file => Convert.ToHexStringLower(SHA256.HashData(file.Value))),
        };
        var content = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(withHash, ArtefactJson.Default.ModelArtefact));
        return withHash with { Version = Convert.ToHexStringLower(content)[..12], Date = artefact.Date };
    }

    /// <summary>Moves the files in, and all old ones back when one cannot be moved.</summary>
    private static void Replace(string beside, string target)
    {
        Directory.CreateDirectory(target);
        var before = Directory.CreateDirectory(Path.Combine(beside, "before")).FullName;
        var moved = new List<string>();
        try
        {
            // The description last: until it is there, the old one's hashes refuse the new trees.
            foreach (var file in Directory.GetFiles(beside).Select(path => Path.GetFileName(path)!)
                .OrderBy(file => file == RiskModel.DescriptionFile))
            {
                var path = Path.Combine(target, file);
                if (File.Exists(path))
                {
                    File.Move(path, Path.Combine(before, file));
                }

                moved.Add(file);
                File.Move(Path.Combine(beside, file), path);
            }
        }
        catch
        {
            moved.FindAll(file => File.Exists(Path.Combine(target, file))).ForEach(file => File.Delete(Path.Combine(target, file)));
            foreach (var path in Directory.GetFiles(before))
            {
                File.Move(path, Path.Combine(target, Path.GetFileName(path)), overwrite: true);
            }

            throw;
        }
    }

    private static void CheckEquality(MLContext mlContext, ITransformer model, TreeEnsemble trees, ReadOnlySpan<float> rows)
    {
        var students = new List<FeatureRow>();
        for (var rest = rows; !rest.IsEmpty; rest = rest[trees.FeatureCount..])
        {
            students.Add(new FeatureRow { Features = rest[..trees.FeatureCount].ToArray() });
        }

        var schema = SchemaDefinition.Create(typeof(FeatureRow));
        schema[FeaturesColumn].ColumnType = new VectorDataViewType(NumberDataViewType.Single, trees.FeatureCount);
        var view = model.Transform(mlContext.Data.LoadFromEnumerable(students, schema));
        var (raw, probabilities) = (view.GetColumn<float>("Score").ToArray(), view.GetColumn<float>("Probability").ToArray());
        var scores = new double[students.Count];
        trees.Score(rows, scores);
        for (var student = 0; student < scores.Length; student++)
        {
            // With a linear part the score is not ML.NET's any more, but the trees' part of it is.
            var isEqual = trees.TreeScore(students[student].Features) == raw[student]
                && (trees.Linear is not null || Math.Abs(scores[student] - probabilities[student]) <= MaxDifference);
            if (!isEqual)
            {
                throw new InvalidOperationException("The flattened trees do not score as ML.NET does; the artefact is not written.");
            }
        }
    }

    private sealed class FeatureRow
    {
        [VectorType]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
