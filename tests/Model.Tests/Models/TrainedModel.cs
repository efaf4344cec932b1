using Antivirus.Model.Models;
using Antivirus.Support;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Antivirus.Model.Tests.Models;

/// <summary>A small FastTree, trained on made-up students and written as an artefact.</summary>
public sealed class TrainedModel : IDisposable
{
    private const int Features = 18;
    private readonly TemporaryFolder _folder = new();

    public TrainedModel() => Artefact = Train(Folder);

    public string Folder => _folder.Path;

    public ModelArtefact Artefact { get; }

    public static ModelArtefact Train(string folder)
    {
        var rows = MakeRows(1, 800, withGaps: false);
        var mlContext = new MLContext(1);
        var data = Load(mlContext, rows);
        var options = new FastTreeBinaryTrainer.Options { NumberOfTrees = 20, NumberOfLeaves = 12, NumberOfThreads = 1 };
        var model = mlContext.BinaryClassification.Trainers.FastTree(options).Fit(data);
        var chain = new TransformerChain<ITransformer>(model);
        var calibrator = model.Model.Calibrator;
        var artefact = Describe(new PlattCalibration(calibrator.Slope, calibrator.Offset));
        return RiskModelWriter.Write(folder, artefact, mlContext, chain, data.Schema, rows.SelectMany(row => row).ToArray());
    }

    /// <summary>Students who miss classes and fail are at risk more often.</summary>
    public static float[][] MakeRows(int seed, int count, bool withGaps)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => StudentPerformance.Schema.Features
            .Select(feature => withGaps && random.Next(20) == 0 ? float.NaN
                : (float)random.Next((int)(feature.Minimum ?? 0), (int)(feature.Maximum ?? 1) + 1))
            .ToArray())];
    }

    public static float[] Score(MLContext mlContext, ITransformer model, float[][] rows) =>
        [.. model.Transform(Load(mlContext, rows)).GetColumn<float>("Probability")];

    public void Dispose() => _folder.Dispose();

    private static IDataView Load(MLContext mlContext, float[][] rows)
    {
        var schema = SchemaDefinition.Create(typeof(Student));
        schema[nameof(Student.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Features);
        return mlContext.Data.LoadFromEnumerable(rows.Select(row => new Student { Features = row, Label = row[8] + (10 * row[5]) > 75 }),
            schema);
    }

    private static ModelArtefact Describe(PlattCalibration calibration) => new()
    {
        Name = "test",
        Version = "",
        Date = DateTimeOffset.UnixEpoch,
        TargetEs = "riesgo de prueba",
        TargetEn = "risk of a test",
        Schema = StudentPerformance.Schema,
        Threshold = 0.5,
        ThresholdRule = "fixed 0.5",
        Calibration = calibration,
        Fit = ModelFit.Good,
        Metrics = new Dictionary<string, Metric>(),
        BaseRate = 0.3,
        Training = new TrainingFacts
        {
            Profile = "test",
            DataSha256 = new string('0', 64),
            Seed = 1,
            RowsRead = 800,
            RowsUsed = 800,
            RowsAtRisk = 240,
            Hyperparameters = new Dictionary<string, double>(),
            LibraryVersions = new Dictionary<string, string>(),
            Evaluation = "none",
        },
    };

    private sealed class Student
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
