using System.Globalization;
using System.Runtime.InteropServices;

namespace Antivirus.Bench;

/// <summary>Whole processes over the same generated cohort, alternating: ours against what else one could take. With 400 students it is the
/// cold start.</summary>
public static class CompareBench
{
    private const int Runs = 5;

    // It explains some thousands a second.
    private const int MaxContributions = 100_000;

    /// <summary>Debian's own, which sees the packages python3-pandas and python3-xgboost; another python3 may come first in the
    /// path.</summary>
    private const string Python = "/usr/bin/python3";

    private static readonly (string Name, Func<string, string, string, Task<MeasuredProcess?>> RunAsync)[] Ways =
    [
        ("`predict --columns original`", (model, cohort, report) => PublishedConsole.PredictAsync(model, cohort, report, "original")),
        ("`predict`, with probability and reasons", (model, cohort, report) =>
            PublishedConsole.PredictAsync(model, cohort, report, "full")),
        ("CsvHelper 34 GetRecords + PredictionEngine", (model, cohort, report) => ItselfAsync("engine", model, cohort, report)),
        ("ML.NET LoadFromTextFile + Transform", (model, cohort, report) => ItselfAsync("transform", model, cohort, report)),
        ("pandas + xgboost, tuned", (_, cohort, report) => XgboostAsync(cohort, report)),
        ("pandas + xgboost with exact contributions (`pred_contribs`)", (_, cohort, report) => ContributionsAsync(cohort, report)),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var students = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        await PublishedConsole.PublishAsync();
        using var folder = new BenchFolder();
        var cohort = folder.WriteCohort(students);
        var figures = Ways.Select(_ => new List<MeasuredProcess>()).ToArray();

        // The first round warms the disk's cache, and trains the model that pandas + xgboost keeps beside the cohort.
        for (var run = 0; run <= Runs; run++)
        {
            for (var way = 0; way < Ways.Length; way++)
            {
                if (await Ways[way].RunAsync(folder.Model, cohort, folder.Report) is { } measured && run > 0)
                {
                    figures[way].Add(measured);
                }
            }
        }

        Print(figures, students);
        return 0;
    }

    private static void Print(List<MeasuredProcess>[] figures, int students)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{students} students, medians of {Runs} alternating runs; {BenchFolder.Machine}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Contributions by xgboost are those of at most {MaxContributions} students, the seconds scaled to all."));
        Console.WriteLine();
        Console.WriteLine("| whole process | seconds | CPU seconds | peak MiB | times the two-column report |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        var twoColumns = MeasuredProcess.Median(figures[0], run => run.Seconds);
        for (var way = 0; way < Ways.Length; way++)
        {
            var runs = figures[way];
            Console.WriteLine(runs.Count == 0
                ? $"| {Ways[way].Name} | not installed | | | |"
                : string.Create(CultureInfo.InvariantCulture,
                    $"| {Ways[way].Name} | {MeasuredProcess.Median(runs, run => run.Seconds):F3} | " +
                    $"{MeasuredProcess.Median(runs, run => run.CpuSeconds):F2} | " +
                    $"{MeasuredProcess.Median(runs, run => run.PeakMebibytes):F0} | " +
                    $"{MeasuredProcess.Median(runs, run => run.Seconds) / twoColumns:F2} |"));
        }
    }

    private static Task<MeasuredProcess?> XgboostAsync(params string[] args) =>
        MeasuredProcess.RunAsync(Python, [Path.Combine(AppContext.BaseDirectory, "xgboost_predict.py"), .. args]);

    /// <summary>Of the first students only; the seconds are scaled to all of them.</summary>
    private static async Task<MeasuredProcess?> ContributionsAsync(string cohort, string report)
    {
        var students = File.ReadLines(cohort).Count();
        var some = Path.Combine(Path.GetDirectoryName(cohort)!, "some.csv");
        await File.WriteAllLinesAsync(some, File.ReadLines(cohort).Take(MaxContributions));
        var scale = Math.Max(1, (double)students / MaxContributions);
        return await XgboostAsync(some, report, "contributions") is { } measured
            ? measured with { Seconds = measured.Seconds * scale, CpuSeconds = measured.CpuSeconds * scale }
            : null;
    }

    private static Task<MeasuredProcess?> ItselfAsync(params string[] args) =>
        MeasuredProcess.RunAsync(Path.Combine(AppContext.BaseDirectory,
            "Antivirus.Bench" + (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? ".exe" : "")), args);
}
