using Antivirus.Model.Models;
using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Antivirus.Bench;

/// <summary>One cohort file to one report, by each of the .NET ways that ours is compared with; each runs in a process of its
/// own.</summary>
public static class WholeFile
{
    public static int ScoreByEngine(string model, string cohort, string report)
    {
        var mlContext = new MLContext(1);
        var chain = mlContext.Model.Load(Path.Combine(model, RiskModel.ModelFile), out var schema);
        var engine = mlContext.Model.CreatePredictionEngine<EngineStudent, EngineScore>(chain, schema);
        using var reader = CsvReader.Create(File.OpenRead(cohort), new CsvReaderOptions { Separator = ',', HasHeader = false });
        using var writer = new StreamWriter(report) { NewLine = "\r\n" };
        writer.WriteLine("Id_estudiantes,Prediccion");
        var student = new EngineStudent();
        foreach (var record in reader.GetRecords<CohortRecord>())
        {
            record.CopyTo(student.Features);
            writer.WriteLine(record.Id + (engine.Predict(student).Probability > 0.5 ? ",En riesgo" : ",No riesgo"));
        }

        return 0;
    }

    public static int ScoreByTransform(string model, string cohort, string report)
    {
        var mlContext = new MLContext(1);
        var chain = mlContext.Model.Load(Path.Combine(model, RiskModel.ModelFile), out _);
        var data = mlContext.Data.LoadFromTextFile(cohort, new TextLoader.Options
        {
            Separators = [','],
            Columns = [new("Id", DataKind.String, 0), new("Features", DataKind.Single, 1, BenchModel.Features)],
        });
        using var writer = new StreamWriter(report) { NewLine = "\r\n" };
        writer.WriteLine("Id_estudiantes,Prediccion");
        var scored = chain.Transform(data);
        using var cursor = scored.GetRowCursor([scored.Schema["Id"], scored.Schema["Probability"]]);
        var ids = cursor.GetGetter<ReadOnlyMemory<char>>(scored.Schema["Id"]);
        var probabilities = cursor.GetGetter<float>(scored.Schema["Probability"]);
        ReadOnlyMemory<char> id = default;
        var probability = 0f;
        while (cursor.MoveNext())
        {
            ids(ref id);
            probabilities(ref probability);
            writer.Write(id.Span);
            writer.WriteLine(probability > 0.5 ? ",En riesgo" : ",No riesgo");
        }

        return 0;
    }

    private sealed class EngineStudent
    {
        [VectorType(BenchModel.Features)]
        public float[] Features { get; set; } = new float[BenchModel.Features];

        public bool Label { get; set; }
    }

    private sealed class EngineScore
    {
        public float Probability { get; set; }
    }
}
