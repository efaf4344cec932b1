using System.CommandLine;
using Antivirus.Model.Scoring;
using Antivirus.Training.Commands;
using Antivirus.Training.Notify;
using Antivirus.Training.Output;

namespace Antivirus.Training;

/// <summary>The console that replaces the notebook: exit codes 0 done, 1 failed, 2 wrong usage.</summary>
public static class ConsoleApp
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    public static Task<int> RunAsync(string[] args) => RunAsync(args, new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,

        // After Ctrl+C a search still trains with the best it found, which takes longer than the two seconds it would get.
        ProcessTerminationTimeout = Timeout.InfiniteTimeSpan,
    });

    /// <summary>The same with other streams than the console's, for tests.</summary>
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration console)
    {
        var parsed = CreateRoot().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await console.Error.WriteLineAsync(string.Join(Environment.NewLine, parsed.Errors.Select(error => error.Message)) + $"{Environment.NewLine}Add --help to see what the command takes.");
            return WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(console);
        }
        catch (Exception failure) when (failure is TrainingException or ArtefactException)
        {
            await console.Error.WriteLineAsync(failure.Message);
            return Failed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync($"{failure.Message.TrimEnd('.')}. {OutputFolder.Advice(failure)}");
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await console.Error.WriteLineAsync("Stopped; nothing was written.");
            return Failed;
        }
    }

    private static RootCommand CreateRoot() => new("Trains, evaluates, compares and publishes risk models, and scores files without any host.")
    {
        ExploreCommand.Create(),
        TrainCommand.Create(),
        PredictCommand.Create(),
        EncodeCommand.Create(),
        SynthCommand.Create(),
        EvaluateCommand.Create(),
        CompareCommand.Create(),
        PublishCommand.Create(),
        ProfileCommand.Create(),
        KeysCommand.Create(),
        NotifyCommand.Create(),
    };
}
