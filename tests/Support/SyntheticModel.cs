using Antivirus.Model.Models;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Antivirus.Support;

/// <summary>A student of <see cref="StudentPerformance"/>, made up.</summary>
/// <param name="Features">18 values in the schema's order.</param>
/// <param name="Label">Whether the student came to be at risk.</param>
public sealed record SyntheticStudent(float[] Features, bool Label);

/// <summary>A FastTree of the wanted size over made-up students, written as an artefact.</summary>
public static class SyntheticModel
{
    /// <summary>Trains on one thread from seed 1, so that the same students give the same bytes.</summary>
    public static ModelArtefact Train(string folder, IReadOnlyList<SyntheticStudent> students, int trees, int leaves)
    {
        var mlContext = new MLContext(1);
        var data = Load(mlContext, students);
        var options = new FastTreeBinaryTrainer.Options { NumberOfTrees = trees, NumberOfLeaves = leaves, NumberOfThreads = 1 };
        var model = mlContext.BinaryClassification.Trainers.FastTree(options).Fit(data);
        var calibrator = model.Model.Calibrator;
        var artefact = Describe(new PlattCalibration(calibrator.Slope, calibrator.Offset), students);
        return RiskModelWriter.Write(folder, artefact, mlContext, model, data.Schema,
            [.. students.SelectMany(student => student.Features)]);
    }

    /// <summary>What ML.NET itself makes of the students: one probability each, 0 to 1.</summary>
    public static float[] Score(MLContext mlContext, ITransformer model, IReadOnlyList<SyntheticStudent> students) =>
        [.. model.Transform(Load(mlContext, students)).GetColumn<float>("Probability")];

    private static IDataView Load(MLContext mlContext, IReadOnlyList<SyntheticStudent> students)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType =
            new VectorDataViewType(NumberDataViewType.Single, StudentPerformance.Schema.Features.Count);
        return mlContext.Data.LoadFromEnumerable(
            students.Select(student => new Row { Features = student.Features, Label = student.Label }), schema);
    }

    private static ModelArtefact Describe(PlattCalibration calibration, IReadOnlyList<SyntheticStudent> students)
    {
        var atRisk = students.Count(student => student.Label);
        return new()
        {
            Name = "synthetic",
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
            BaseRate = (double)atRisk / students.Count,
            Training = new TrainingFacts
            {
                Profile = "synthetic",
                DataSha256 = new string('0', 64),
                Seed = 1,
                RowsRead = students.Count,
                RowsUsed = students.Count,
                RowsAtRisk = atRisk,
                Hyperparameters = new Dictionary<string, double>(),
                LibraryVersions = new Dictionary<string, string>(),
                Evaluation = "none",
            },
        };
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
