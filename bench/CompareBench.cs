using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Antivirus.Bench;

/// <summary>Whole processes over the same generated cohort, alternating: ours against what else one could take.</summary>
public static class CompareBench
{
    private const int Runs = 5;

    /// <summary>Debian's own, which sees the packages python3-pandas and python3-xgboost; another python3 may come first in the path.</summary>
    private const string Python = "/usr/bin/python3";

    private static readonly (string Name, Func<string, string, string, ProcessStartInfo> Start)[] Ways =
    [
        ("ours, two columns", (model, cohort, report) => Itself("score", model, cohort, report, "original")),
        ("ours, with probability and reasons", (model, cohort, report) => Itself("score", model, cohort, report, "full")),
        ("CsvHelper 34 GetRecords + PredictionEngine", (model, cohort, report) => Itself("engine", model, cohort, report)),
        ("ML.NET LoadFromTextFile + Transform", (model, cohort, report) => Itself("transform", model, cohort, report)),
        ("pandas + xgboost, tuned", (_, cohort, report) => new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "xgboost_predict.py"), cohort, report])),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var students = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("antivirus-bench-").FullName;
        try
        {
            var model = BenchModel.Train(Path.Combine(folder, "model"), trees: 100, leaves: 20);
            var cohort = Path.Combine(folder, "cohort.csv");
            BenchModel.WriteCohort(cohort, students);
            await CompareAsync(model, cohort, Path.Combine(folder, "report.csv"), students);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task CompareAsync(string model, string cohort, string report, int students)
    {
        var figures = Ways.Select(_ => new List<Figures>()).ToArray();
        for (var run = 0; run < Runs; run++)
        {
            for (var way = 0; way < Ways.Length; way++)
            {
                if (await MeasureAsync(Ways[way].Start(model, cohort, report)) is { } measured)
                {
                    figures[way].Add(measured);
                }
            }
        }

        Print(figures, students);
    }

    private static void Print(List<Figures>[] figures, int students)
    {
        Console.WriteLine(FormattableString.Invariant($"{students} students, medians of {Runs} alternating runs; {Environment.MachineName}, {Environment.ProcessorCount} cores, .NET {Environment.Version}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}"));
        Console.WriteLine();
        Console.WriteLine("| whole process | seconds | CPU seconds | peak MiB | times ours |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        var ours = Median(figures[0], run => run.Seconds);
        for (var way = 0; way < Ways.Length; way++)
        {
            Console.WriteLine(figures[way].Count == 0
                ? $"| {Ways[way].Name} | not installed | | | |"
                : FormattableString.Invariant($"| {Ways[way].Name} | {Median(figures[way], run => run.Seconds):F3} | {Median(figures[way], run => run.CpuSeconds):F2} | {Median(figures[way], run => run.PeakMebibytes):F0} | {Median(figures[way], run => run.Seconds) / ours:F2} |"));
        }
    }

    private static double Median(List<Figures> runs, Func<Figures, double> figure) =>
        runs.Select(figure).Order().ElementAtOrDefault(runs.Count / 2);

    /// <summary>Null when the program is missing or fails.</summary>
    private static async Task<Figures?> MeasureAsync(ProcessStartInfo start)
    {
        // GNU time tells peak memory and CPU time of the process, whatever it is written in.
        var timed = new ProcessStartInfo("/usr/bin/time", ["-f", "%e %U %S %M", start.FileName, .. start.ArgumentList]) { RedirectStandardError = true };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(timed)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var seconds = watch.Elapsed.TotalSeconds;
        if (process.ExitCode != 0)
        {
            return null;
        }

        var numbers = said.TrimEnd().Split('\n')[^1].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new Figures(seconds, numbers[1] + numbers[2], numbers[3] / 1024);
    }

    private static ProcessStartInfo Itself(params string[] args) =>
        new(Path.Combine(AppContext.BaseDirectory, "Antivirus.Bench" + (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? ".exe" : "")), args);

    private sealed record Figures(double Seconds, double CpuSeconds, double PeakMebibytes);
}
