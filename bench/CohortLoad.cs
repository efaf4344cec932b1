using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Blobs;

namespace Antivirus.Bench;

/// <summary>
/// Small cohorts by blob on one instance: a thousand of 400 students, so many a second, and 200 at once.
/// Seconds are those from the end of an upload to the end of its run, by the ledger.
/// </summary>
internal sealed class CohortLoad(HttpClient http, BlobContainerClient uploads, Process host, byte[] cohort)
{
    /// <summary>Whose cohorts they are, load by load.</summary>
    public static readonly string[] Institutions = ["primeras", "ritmo", "juntas"];

    private const int Cohorts = 1000;
    private const int CohortsPerSecond = 20;
    private const int CohortsAtOnce = 200;

    public async Task RunAsync()
    {
        // What runs for the first time is compiled for the first time.
        await MeasureAsync(Institutions[0], CohortsAtOnce, perSecond: null);
        await MeasureAsync(Institutions[1], Cohorts, CohortsPerSecond);
        await MeasureAsync(Institutions[2], CohortsAtOnce, perSecond: null);
    }

    private async Task MeasureAsync(string ies, int count, double? perSecond)
    {
        using var memory = new MemoryWatch(host);
        var settledBefore = await CountSettledAsync();
        var cpu = host.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var uploaded = new DateTimeOffset[count];
        await Task.WhenAll(Enumerable.Range(0, count).Select(async number =>
        {
            await Task.Delay(TimeSpan.FromSeconds(perSecond is { } pace ? number / pace : 0));
            await uploads.GetBlobClient($"{ies}/c{number}.csv").UploadAsync(new BinaryData(cohort));
            uploaded[number] = TimeProvider.System.GetUtcNow();
        }));
        while (await CountSettledAsync() - settledBefore < count)
        {
            await Task.Delay(1000);
        }

        var runs = await ListRunsAsync(ies);
        host.Refresh();
        var seconds = runs.Where(run => run.State == "Done").Select(run => (run.FinishedAt - uploaded[run.Number]).TotalSeconds).Order()
            .ToArray();
        var whole = (runs.Where(run => run.State == "Done").Max(run => run.FinishedAt) - uploaded.Min()).TotalSeconds;
        var processor = (host.TotalProcessorTime - cpu).TotalMilliseconds / count;
        var name = perSecond is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{count} cohorts, {rate} a second")
            : $"{count} cohorts at once";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {seconds.Length} done, {count - seconds.Length} failed; {count / whole:F1} a second; from upload to report " +
                $"median {seconds[seconds.Length / 2]:F2} s, 99 % within {seconds[seconds.Length * 99 / 100]:F2} s; {processor:F0} ms of " +
                $"processor per cohort; host at most {memory.Peak} MiB |"));
    }

    /// <summary>Uploads that are done or given up. Asked of the host, since to list the runs reads the ledger of each: a thousand
    /// requests to the same storage, which would be measured too.</summary>
    private async Task<long> CountSettledAsync()
    {
        var status = await http.GetFromJsonAsync<JsonElement>("admin/host/status");
        var function = status.GetProperty("blobFunctions").EnumerateArray()
            .Single(function => function.GetProperty("function").GetString() == "CreatePredictions");
        return function.GetProperty("done").GetInt64() + function.GetProperty("poisoned").GetInt64();
    }

    private async Task<Run[]> ListRunsAsync(string ies)
    {
        var answer = await http.GetFromJsonAsync<JsonElement>($"api/runs/{ies}");
        return
        [
            .. answer.EnumerateArray().Select(run => new Run(
                int.Parse(run.GetProperty("file").GetString()!.AsSpan()[1..^4], CultureInfo.InvariantCulture),
                run.GetProperty("state").GetString()!,
                run.TryGetProperty("finishedAt", out var finished) ? finished.GetDateTimeOffset() : DateTimeOffset.MaxValue)),
        ];
    }

    private sealed record Run(int Number, string State, DateTimeOffset FinishedAt);
}
