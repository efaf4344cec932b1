using Antivirus.Model.Models;
using Antivirus.Support;
using Microsoft.ML;

namespace Antivirus.Model.Tests.Models;

/// <summary>A small FastTree, trained on made-up students and written as an artefact.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedModel() => Artefact = Train(Folder);

    public string Folder => _folder.Path;

    public ModelArtefact Artefact { get; }

    public static ModelArtefact Train(string folder) =>
        SyntheticModel.Train(folder, Label(MakeRows(1, 800, withGaps: false)), trees: 20, leaves: 12);

    public static float[][] MakeRows(int seed, int count, bool withGaps)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => StudentPerformance.Schema.Features
            .Select(feature => withGaps && random.Next(20) == 0 ? float.NaN
                : (float)random.Next((int)(feature.Minimum ?? 0), (int)(feature.Maximum ?? 1) + 1))
            .ToArray())];
    }

    public static float[] Score(MLContext mlContext, ITransformer model, float[][] rows) =>
        SyntheticModel.Score(mlContext, model, Label(rows));

    public void Dispose() => _folder.Dispose();

    /// <summary>Students who miss classes and go out are at risk.</summary>
    private static SyntheticStudent[] Label(float[][] rows) =>
        [.. rows.Select(row => new SyntheticStudent(row, row[8] + (10 * row[5]) > 75))];
}
