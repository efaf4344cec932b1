using Antivirus.Storage.Runs;
using Microsoft.Extensions.Hosting;
using Spectre.Console;

namespace Antivirus.Functions.Demo;

/// <summary>Shows the whole flow with a sample cohort: upload, report, email and link, each as it happens.</summary>
internal sealed class DemoTour(
    DemoOptions options,
    DemoFlow flow,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WaitForStartAsync(stoppingToken);
            await ShowAsync(stoppingToken);
        }
        catch (DemoException failure)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]The demo stopped:[/] {failure.Message}");
            Environment.ExitCode = 1;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }

        if (options.Once)
        {
            lifetime.StopApplication();
        }
    }

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        Say($"Page      {flow.Page}");
        var upload = await StepAsync("Uploading the sample cohort", () => flow.UploadAsync(cancellationToken));
        Say($"Upload    {flow.UploadsContainer}/{upload}");

        var run = await StepAsync("Waiting for its report", () => flow.WaitForRunAsync(upload, cancellationToken));
        Say($"Report    {flow.ReportsContainer}/{run.Report}");
        foreach (var line in await flow.FirstLinesAsync(run, cancellationToken))
        {
            Say($"          {line}");
        }

        Say($"Counts    {run.Read} rows read, {run.Scored} scored, {run.AtRisk} at risk, {run.Rejected} rejected; model " +
            $"{run.Scorer?.Model} {run.Scorer?.ModelVersion}");
        Say($"Email     {await StepAsync("Waiting for its email", () => flow.WaitForEmailAsync(run, cancellationToken))}");
        Say($"Link      {await StepAsync("Asking for its link", () => flow.LinkAsync(run, cancellationToken))}");
        if (!options.Once)
        {
            SayWhatNext(run);
        }
    }

    private void SayWhatNext(RunManifest run)
    {
        Say("");
        Say("The host stays up. Try next, in another terminal:");
        Say($"  curl -F data=@samples/univalle/cohorte-ejemplo.csv '{flow.Address}cargadatos?bucketName=univalle&nameFile=otra.csv'");
        Say($"  curl -H 'Content-Type: application/json' -d '{{\"nombre_ies\":\"univalle\"}}' {flow.Address}getReports");
        Say($"  curl '{flow.Address}api/runs/univalle?file={Uri.EscapeDataString(run.Upload["univalle/".Length..])}'");
        Say("Press Ctrl+C to stop.");
    }

    // Plain lines: a spinner would be drawn over by the lines of the log, and draw over them.
    private static Task<T> StepAsync<T>(string title, Func<Task<T>> step)
    {
        Say($"{title} …");
        return step();
    }

    private static void Say(string line) => Console.Out.WriteLine(line);

    private async Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource();
        await using var onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
