using System.Diagnostics;
using System.Globalization;
using System.Text;
using Amazon.Runtime;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Support;

namespace Antivirus.Bench;

/// <summary>Whole cohorts through a fake SageMaker endpoint that answers at once, in a process of its own on the same machine.</summary>
public static class SageMakerBench
{
    private const string EndpointOnly = "endpoint";
    private const string ScoreOnly = "score";
    private const int Features = 18;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [EndpointOnly])
        {
            await AnswerAsync();
            return 0;
        }

        if (args is [ScoreOnly, var address, var cohort])
        {
            await ScoreAsync(new Uri(address), cohort);
            return 0;
        }

        using var endpoint = StartItself(EndpointOnly);
        try
        {
            var url = await endpoint.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException("The fake endpoint did not start.");
            Console.WriteLine(" students | seconds | students/s | processor seconds | peak memory, MiB");
            foreach (var students in args.Length > 0 ? args.Select(count => int.Parse(count, CultureInfo.InvariantCulture))
                : [100_000, 1_000_000, 4_000_000])
            {
                await MeasureAsync(url, students);
            }
        }
        finally
        {
            endpoint.Kill();
        }

        return 0;
    }

    /// <summary>Scores in a process of its own, so that its memory is that of one run.</summary>
    private static async Task MeasureAsync(string url, int students)
    {
        var path = Path.GetTempFileName();
        try
        {
            await WriteCohortAsync(path, students);
            using var run = StartItself(ScoreOnly, url, path);
            Console.Write(await run.StandardOutput.ReadToEndAsync());
            await run.WaitForExitAsync();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task ScoreAsync(Uri url, string path)
    {
        using var scorers = new SageMakerScorers(TimeProvider.System,
            credentials: new BasicAWSCredentials(FakeSageMakerEndpoint.AccessKey, FakeSageMakerEndpoint.SecretKey));
        var options = new SageMakerOptions
        {
            EndpointName = "bench",
            Region = "us-east-1",
            Predicts = SageMakerOptions.Dropout,
            ServiceUrl = url
        };
        await using var cohort = File.OpenRead(path);
        var outputs = new CohortOutputs(_ => ValueTask.FromResult(Stream.Null), _ =>
            throw new InvalidOperationException("No student is to be rejected."));
        var watch = Stopwatch.StartNew();
        var outcome = await new ScoreCohort(scorers.Create(options, Schema(), "bench"), new ReportOptions())
            .RunAsync(cohort, outputs, CancellationToken.None);
        var seconds = watch.Elapsed.TotalSeconds;
        using var itself = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome.Scored,9} | {seconds,7:0.00} | {outcome.Scored / seconds,10:0} | {itself.TotalProcessorTime.TotalSeconds,17:0.00} " +
                $"| {itself.PeakWorkingSet64 / 1048576.0:0}"));
    }

    /// <summary>Answers every row with the same number, after checking the signature, until it is stopped.</summary>
    private static async Task AnswerAsync()
    {
        await using var endpoint = await FakeSageMakerEndpoint.StartAsync(
            call => FakeSageMakerAnswer.Bytes(
                Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0.25730982\n", call.Body.AsSpan().Count((byte)'\n') + 1)))),
            keepCalls: false);
        Console.WriteLine(endpoint.Url);
        await Task.Delay(Timeout.Infinite);
    }

    private static Process StartItself(params string[] arguments)
    {
        var itself = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        return Process.Start(new ProcessStartInfo(itself, ["sagemaker", .. arguments]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("The benchmark could not start itself.");
    }

    private static async Task WriteCohortAsync(string path, int students)
    {
        await using var file = new StreamWriter(path);
        var random = new Random(7);
        for (var student = 0; student < students; student++)
        {
            await file.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"EST{student:0000000},{random.Next(15, 40)}"));
            for (var feature = 1; feature < Features; feature++)
            {
                await file.WriteAsync(string.Create(CultureInfo.InvariantCulture, $",{random.Next(feature == 8 ? 60 : 6)}"));
            }

            await file.WriteAsync('\n');
        }
    }

    private static StudentSchema Schema() => new()
    {
        Features = [.. Enumerable.Range(0, Features).Select(number =>
            new Feature { Name = $"f{number}", Kind = FeatureKind.Integer, LabelEs = $"f{number}", LabelEn = $"f{number}" })],
    };
}
