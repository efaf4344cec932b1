using System.CommandLine;
using Antivirus.Model.Models;
using Antivirus.Training.Commands;
using Antivirus.Training.Notify;
using Antivirus.Training.Output;

namespace Antivirus.Training;

/// <summary>The console that replaces the notebook: exit codes 0 done, 1 failed, 2 wrong usage.</summary>
internal static class ConsoleApp
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    internal static IReadOnlyList<NamedCommand> Commands { get; } =
    [
        new("explore", ExploreCommand.Create),
        new("train", TrainCommand.Create),
        new("predict", PredictCommand.Create),
        new("template", TemplateCommand.Create),
        new("encode", EncodeCommand.Create),
        new("synth", SynthCommand.Create),
        new("evaluate", EvaluateCommand.Create),
        new("outcomes", OutcomesCommand.Create),
        new("compare", CompareCommand.Create),
        new("publish", PublishCommand.Create),
        new("profile", ProfileCommand.Create),
        new("keys", KeysCommand.Create),
        new("notify", NotifyCommand.Create),
        new("student", StudentCommand.Create),
    ];

    public static Task<int> RunAsync(string[] args)
    {
        var console = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,

            // After Ctrl+C a search still trains with the best it found, which takes longer than the two seconds it would get.
            ProcessTerminationTimeout = Timeout.InfiniteTimeSpan,
        };
        return RunAsync(args, console);
    }

    /// <summary>The same with other streams than the console's, for tests.</summary>
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration console, CancellationToken cancellationToken = default)
    {
        var parsed = CreateRoot(args).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await console.Error.WriteLineAsync(string.Join(Environment.NewLine, parsed.Errors.Select(error => error.Message))
                + $"{Environment.NewLine}Add --help to see what the command takes.");
            return WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(console, cancellationToken);
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

    /// <summary>The command that is asked for, or all where none is: the options of each are compiled at each start.</summary>
    private static RootCommand CreateRoot(string[] args)
    {
        var root = new RootCommand("Trains, evaluates, compares and publishes risk models, and scores files without any host.");
        var isNamed = args.Length > 0 && Commands.Any(command => command.Name == args[0]);
        foreach (var command in Commands)
        {
            if (!isNamed || command.Name == args[0])
            {
                root.Add(command.Create());
            }
        }

        return root;
    }
}

/// <summary>A command that is made when it is asked for by its name.</summary>
internal sealed record NamedCommand(string Name, Func<Command> Create);
