using System.Diagnostics;
using System.Globalization;

namespace Antivirus.Bench;

/// <summary>What one run of a program took: wall and processor seconds, and its peak resident memory in MiB.</summary>
internal sealed record MeasuredProcess(double Seconds, double CpuSeconds, double PeakMebibytes)
{
    private static double? _startSeconds;

    /// <summary>Runs it to its end; null when it is missing or fails. What it takes to start a program that does nothing is not counted:
    /// two processes, some milliseconds.</summary>
    public static async Task<MeasuredProcess?> RunAsync(string program, params string[] arguments)
    {
        _startSeconds ??= await MeasureStartAsync();
        return await MeasureAsync(program, arguments) is { } measured ? measured with { Seconds = measured.Seconds - _startSeconds.Value }
            : null;
    }

    private static async Task<double> MeasureStartAsync()
    {
        var starts = new List<MeasuredProcess>();
        for (var run = 0; run < 21; run++)
        {
            starts.Add((await MeasureAsync("/bin/true"))!);
        }

        return Median(starts, start => start.Seconds);
    }

    private static async Task<MeasuredProcess?> MeasureAsync(string program, params string[] arguments)
    {
        // GNU time tells peak memory and CPU time of the process, whatever it is written in.
        var timed = new ProcessStartInfo("/usr/bin/time", ["-f", "%e %U %S %M", program, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true
        };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(timed)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var figures = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var seconds = watch.Elapsed.TotalSeconds;
        await said;
        if (process.ExitCode != 0)
        {
            return null;
        }

        var numbers = figures.TrimEnd().Split('\n')[^1].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))
            .ToArray();
        return new MeasuredProcess(seconds, numbers[1] + numbers[2], numbers[3] / 1024);
    }

    public static double Median(IReadOnlyCollection<MeasuredProcess> runs, Func<MeasuredProcess, double> figure) =>
        runs.Select(figure).Order().ElementAtOrDefault(runs.Count / 2);
}
