using System.Diagnostics;

namespace Antivirus.Training.Tests;

/// <summary>The console as a process of its own, for what cannot be done to one's own process.</summary>
internal static class TrainingProcess
{
    /// <summary>Starts the console so that Ctrl+C ends it, also where the tests run in the background of a shell, which has it
    /// ignored.</summary>
    public static Process Start(params string[] args) =>
        OperatingSystem.IsLinux() ? Run("env", ["--default-signal=INT", "dotnet", Console, .. args]) : Run("dotnet", [Console, .. args]);

    /// <summary>
    /// Runs the console with its artefact on a disk of its own: <paramref name="disk"/> is made with these mount options, the artefact
    /// <paramref name="before"/> lies in it as <c>modelo</c>, and what is in it afterwards follows the output, a line a file.
    /// </summary>
    public static async Task<(int ExitCode, string[] Files, string Errors)> RunOnDiskAsync(string disk, string mount, string before,
        params string[] args)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A disk of a test's own is made with Linux's mount.");
        const string Script = """
            mount -t tmpfs -o size=400k none "$1" && cp -r "$2" "$1/modelo" && mount -o "remount,$3" none "$1" || exit 77
            disk=$1; shift 3
            "$@" > /dev/null
            code=$?
            cd "$disk" && find . -type f -exec sha256sum {} + | sort -k 2
            exit $code
            """;
        using var process = Run("unshare", ["--mount", "sh", "-c", Script, "sh", disk, before, mount, "dotnet", Console, .. args]);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(process.ExitCode == 77 || errors.StartsWith("unshare:", StringComparison.Ordinal),
            "This user may not mount a disk.");
        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries), errors);
    }

    private static string Console => Path.Combine(AppContext.BaseDirectory, "Antivirus.Training.dll");

    private static Process Run(string command, string[] args)
    {
        var start = new ProcessStartInfo(command) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start)!;
    }
}
