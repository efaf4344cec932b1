using System.Diagnostics;
using System.Globalization;
using Antivirus.Training.Fitting;
using Spectre.Console;

namespace Antivirus.Training.Commands;

/// <summary>Shows how far a search is: a bar with the time left on a terminal, a line a trial elsewhere.</summary>
internal sealed class SearchProgress : IAsyncDisposable
{
    private readonly TextWriter _lines;
    private readonly int _trials;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly TaskCompletionSource _done = new();
    private readonly Task _bar = Task.CompletedTask;
    private ProgressTask? _task;

    public SearchProgress(TextWriter lines, int trials)
    {
        _lines = lines;
        _trials = trials;
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (terminal.Profile.Capabilities.Interactive && !Console.IsErrorRedirected)
        {
            var progress = terminal.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
            _bar = progress.StartAsync(async context =>
            {
                _task = context.AddTask("Searching settings (Ctrl+C keeps the best)", maxValue: trials);
                await _done.Task;
            });
        }
    }

    public void Show(int index, Trial best)
    {
        if (_task is { } task)
        {
            task.Value = index + 1;
        }
        else
        {
            _lines.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"trial {index + 1} of {_trials}: best log loss {best.LogLoss:0.0000}, about {TimeLeft(index + 1):m\\:ss} left"));
        }
    }

    private TimeSpan TimeLeft(int done) => _watch.Elapsed / done * (_trials - done);

    public async ValueTask DisposeAsync()
    {
        _done.SetResult();
        await _bar;
    }
}
