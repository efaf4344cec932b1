using System.Diagnostics;

namespace Antivirus.Bench;

/// <summary>The Training console, published as a user would have it; run it in the repository's root.</summary>
internal static class PublishedConsole
{
    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine("artifacts", "bench", "Training"));

    public static string Program => System.IO.Path.Combine(Path, "Antivirus.Training");

    public static async Task PublishAsync()
    {
        using var publish = Process.Start("dotnet", ["publish", "Training", "-c", "Release", "-v", "q", "-o", Path]);
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
        {
            throw new InvalidOperationException("Training cannot be published; is this the repository's root?");
        }
    }

    public static Task<MeasuredProcess?> PredictAsync(string model, string cohort, string report, string columns) =>
        MeasuredProcess.RunAsync(Program, "predict", "--model", model, "--in", cohort, "--out", report, "--columns", columns);
}
