using System.Globalization;

namespace Antivirus.Bench;

/// <summary>A temporary folder with a model of 100 trees × 20 leaves and room for cohorts and reports.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("antivirus-bench-").FullName;

    public BenchFolder() => Model = BenchModel.Train(Path.Combine(_path, "model"), trees: 100, leaves: 20);

    public string Model { get; }

    public string Report => Path.Combine(_path, "report.csv");

    /// <summary>Who measured, for the line above a table.</summary>
    public static string Machine => FormattableString.Invariant(
        $"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}");

    /// <summary>A cohort file of so many made-up students.</summary>
    public string WriteCohort(int students)
    {
        var path = Path.Combine(_path, $"cohort-{students.ToString(CultureInfo.InvariantCulture)}.csv");
        BenchModel.WriteCohort(path, students);
        return path;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
