using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Blobs;

namespace Antivirus.Bench;

/// <summary>Requests for links: 500 a second for 30 s, and the links of 10 000 reports.</summary>
internal sealed class LinkLoad(HttpClient http, BlobContainerClient reports, Process host)
{
    private const int RequestsPerSecond = 500;
    private const int Seconds = 30;
    private const int ManyReports = 10_000;

    public async Task AskAsync()
    {
        await PlantReportsAsync("enlaces", 10);
        await WaitForTriggersAsync();
        using var watched = new MemoryWatch(host);
        var before = MemoryWatch.Now(host);
        var latencies = new ConcurrentBag<double>();
        var errors = 0;
        var watch = Stopwatch.StartNew();
        var asked = new List<Task>();
        for (var request = 0; request < RequestsPerSecond * Seconds; request++)
        {
            var early = ((double)request / RequestsPerSecond) - watch.Elapsed.TotalSeconds;
            if (early > 0.002)
            {
                await Task.Delay(TimeSpan.FromSeconds(early));
            }

            asked.Add(AskOnceAsync());
        }

        var sent = watch.Elapsed.TotalSeconds;
        await Task.WhenAll(asked);
        var ordered = latencies.Order().ToArray();
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
            $"| {RequestsPerSecond} link requests/s for {Seconds} s, 10 reports | {ordered.Length} answered, {errors} errors, sent in " +
            $"{sent:F1} s, the last answer after {watch.Elapsed.TotalSeconds:F1} s; median {ordered[ordered.Length / 2]:F0} ms, 99 % " +
            $"within {ordered[ordered.Length * 99 / 100]:F0} ms; host {before} MiB before, at most {watched.Peak} MiB |"));

        async Task AskOnceAsync()
        {
            var own = Stopwatch.StartNew();
            try
            {
                using var answer = await http.PostAsJsonAsync("getReports", new { nombre_ies = "enlaces" });
                answer.EnsureSuccessStatusCode();
                latencies.Add(own.Elapsed.TotalMilliseconds);
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref errors);
            }
        }
    }

    public async Task ListAsync()
    {
        await PlantReportsAsync("lista", ManyReports);
        await WaitForTriggersAsync();
        foreach (var query in (string[])["", "?max=100"])
        {
            var seconds = new List<double>();
            var links = 0;
            for (var run = 0; run < 7; run++)
            {
                var watch = Stopwatch.StartNew();
                using var answer = await http.PostAsJsonAsync($"getReports{query}", new { nombre_ies = "lista" });
                links = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetArrayLength();
                seconds.Add(watch.Elapsed.TotalSeconds);
            }

            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                $"| links of {ManyReports} reports{(query.Length == 0 ? "" : $", `{query}`")} | {links} links; median " +
                $"{seconds.Order().ElementAt(3):F2} s, slowest {seconds.Max():F2} s; host {MemoryWatch.Now(host)} MiB |"));
        }
    }

    /// <summary>The report trigger looks at each new report; what is measured comes after that.</summary>
    private async Task WaitForTriggersAsync()
    {
        for (var idle = 0; idle < 3;)
        {
            await Task.Delay(5_000);
            var status = await http.GetFromJsonAsync<JsonElement>("admin/host/status");
            var busy = status.GetProperty("blobFunctions").EnumerateArray()
                .Any(function => function.GetProperty("waiting").GetInt32() + function.GetProperty("inFlight").GetInt32() > 0);
            idle = busy ? 0 : idle + 1;
        }
    }

    /// <summary>Under a name that is listed like any other, but for which no email is due.</summary>
    private async Task PlantReportsAsync(string ies, int count)
    {
        var report = BinaryData.FromString("Id_estudiantes,Prediccion\r\nE1,No riesgo\r\n");
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, stop) =>
            await reports.GetBlobClient($"{ies}/copia_{number:00000}.csv").UploadAsync(report, overwrite: true, stop));
    }
}
