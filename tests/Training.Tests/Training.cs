using System.CommandLine;

namespace Antivirus.Training.Tests;

/// <summary>Runs the console as a user does, and keeps what it says.</summary>
internal static class Training
{
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] args) =>
        RunUntilAsync(CancellationToken.None, args);

    /// <summary>The same, stopped by the token as Ctrl+C stops it.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunUntilAsync(CancellationToken stop, params string[] args)
    {
        var output = new StringWriter();
        var errors = new StringWriter();
        var exitCode = await ConsoleApp.RunAsync(args,
            new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false }, stop);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
