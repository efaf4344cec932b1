using System.Globalization;
using Antivirus.Model.Models;
using Antivirus.Support;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Antivirus.Bench;

/// <summary>A FastTree of the wanted size over made-up students, as an artefact; and cohorts for it.</summary>
public static class BenchModel
{
    public const int Features = 18;
    private const int Rows = 2000;

    public static string Train(string folder, int trees, int leaves)
    {
        var mlContext = new MLContext(1);
        var random = new Random(1);
        var students = Enumerable.Range(0, Rows).Select(_ => MakeStudent(random)).ToList();
        var schema = SchemaDefinition.Create(typeof(Student));
        schema[nameof(Student.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Features);
        var data = mlContext.Data.LoadFromEnumerable(students, schema);
        var options = new FastTreeBinaryTrainer.Options { NumberOfTrees = trees, NumberOfLeaves = leaves, NumberOfThreads = 1 };
        var model = mlContext.BinaryClassification.Trainers.FastTree(options).Fit(data);
        var calibrator = model.Model.Calibrator;
        var artefact = Describe(new PlattCalibration(calibrator.Slope, calibrator.Offset));
        RiskModelWriter.Write(folder, artefact, mlContext, model, data.Schema, students.SelectMany(student => student.Features).ToArray());
        return folder;
    }

    public static float[] MakeRow(Random random) =>
        [.. StudentPerformance.Schema.Features.Select(feature =>
            (float)random.Next((int)(feature.Minimum ?? 0), (int)(feature.Maximum ?? 1) + 1))];

    public static void WriteCohort(string path, int students)
    {
        using var writer = new StreamWriter(path);
        var random = new Random(2);
        for (var student = 0; student < students; student++)
        {
            writer.Write("EST");
            writer.Write(student.ToString("D8", CultureInfo.InvariantCulture));
            foreach (var value in MakeRow(random))
            {
                writer.Write(',');
                writer.Write((int)value);
            }

            writer.Write('\n');
        }
    }

    private static Student MakeStudent(Random random)
    {
        var row = MakeRow(random);
        var risk = (row[8] / 93) + (row[5] / 5) - (row[3] / 4) + random.NextDouble();
        return new Student { Features = row, Label = risk > 1.2 };
    }

    private static ModelArtefact Describe(PlattCalibration calibration) => new()
    {
        Name = "bench",
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
        BaseRate = 0.5,
        Training = new TrainingFacts
        {
            Profile = "bench",
            DataSha256 = new string('0', 64),
            Seed = 1,
            RowsRead = Rows,
            RowsUsed = Rows,
            RowsAtRisk = Rows / 2,
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
