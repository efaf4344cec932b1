using System.Globalization;
using Antivirus.Support;

namespace Antivirus.Bench;

/// <summary>A FastTree of the wanted size over made-up students, as an artefact; and cohorts for it.</summary>
public static class BenchModel
{
    public const int Features = 18;
    private const int Rows = 2000;

    public static string Train(string folder, int trees, int leaves)
    {
        var random = new Random(1);
        SyntheticModel.Train(folder, [.. Enumerable.Range(0, Rows).Select(_ => MakeStudent(random))], trees, leaves);
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

    private static SyntheticStudent MakeStudent(Random random)
    {
        var row = MakeRow(random);
        var risk = (row[8] / 93) + (row[5] / 5) - (row[3] / 4) + random.NextDouble();
        return new SyntheticStudent(row, risk > 1.2);
    }
}
