using System.Globalization;
using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Scoring.SageMaker;

/// <summary>Batches of synthetic students, and the recorded run of the original.</summary>
internal static class Students
{
    /// <summary>The 18 features of the original's model, in its order.</summary>
    public static StudentSchema Schema { get; } = new()
    {
        Features =
        [
            .. ("age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences," +
                "Sex,Famsize,Schoolsup,Famsup,Paid,Activities,Higher,Internet,Romantic")
                .Split(',')
                .Select(name => new Feature { Name = name, Kind = FeatureKind.Number, LabelEs = name, LabelEn = name }),
        ],
    };

    public static string Golden(string file) => RepositoryFolder.File("tests", "Model.Tests", "golden", "sagemaker-univalle", file);

    /// <summary>The students of the recorded run.</summary>
    public static StudentBatch Recorded() =>
        Batch([.. File.ReadAllLines(Golden("payload.csv"))
            .Select(line => line.Split(',').Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray())]);

    /// <summary>Students with one feature each, which is their number.</summary>
    public static StudentBatch Numbered(int count, int first = 0) =>
        Batch([.. Enumerable.Range(first, count).Select(number => new float[] { number })]);

    public static StudentBatch Batch(params float[][] rows)
    {
        var batch = new StudentBatch(Math.Max(1, rows.Length), rows.Length == 0 ? 1 : rows[0].Length);
        foreach (var row in rows)
        {
            row.CopyTo(batch.NextRow());
            batch.Add(Encoding.UTF8.GetBytes($"EST{batch.Count:00000}"));
        }

        return batch;
    }
}
