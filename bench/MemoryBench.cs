using System.Globalization;

namespace Antivirus.Bench;

/// <summary>Peak memory of <c>predict</c> by length of the file: it must not grow with it.</summary>
public static class MemoryBench
{
    private const int Runs = 3;

    public static async Task<int> RunAsync(string[] args)
    {
        int[] sizes = args.Length > 0 ? [.. args.Select(count => int.Parse(count, CultureInfo.InvariantCulture))]
            : [100_000, 1_000_000, 2_000_000, 10_000_000];
        await PublishedConsole.PublishAsync();
        using var folder = new BenchFolder();
        Console.WriteLine($"`predict`, medians of {Runs} runs; {BenchFolder.Machine}");
        Console.WriteLine();
        Console.WriteLine("| students | columns | seconds | peak MiB |");
        Console.WriteLine("|---:|---|---:|---:|");
        foreach (var students in sizes)
        {
            var cohort = folder.WriteCohort(students);
            foreach (var columns in (string[])["original", "full"])
            {
                var runs = new List<MeasuredProcess>();
                for (var run = 0; run < Runs; run++)
                {
                    runs.Add(await PublishedConsole.PredictAsync(folder.Model, cohort, folder.Report, columns)
                        ?? throw new InvalidOperationException("predict failed."));
                }

                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture,
                    $"| {students} | {columns} | {MeasuredProcess.Median(runs, run => run.Seconds):F2} | " +
                    $"{MeasuredProcess.Median(runs, run => run.PeakMebibytes):F1} |"));
            }

            File.Delete(cohort);
        }

        return 0;
    }
}
