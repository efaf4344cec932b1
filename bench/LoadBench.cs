using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs;

namespace Antivirus.Bench;

/// <summary>
/// The HTTP API under load, with Azurite beside it: 200 uploads of 5 MB at once, in waves, and as many bytes in 20 uploads of 50 MB;
/// 500 link requests a second for 30 s; the links of 10 000 reports; and a thousand small cohorts by blob; or those parts of it that are
/// named: uploads, links, list, cohorts. Starts a host of its own from a Release build of Functions; run it in the repository's root.
/// Storage is Azurite on its usual port, or what <c>AntivirusStorage</c> names.
/// </summary>
public sealed class LoadBench : IDisposable
{
    private const int Uploads = 200;
    private const int UploadBytes = 5_000_000;
    private const int Waves = 5;
    private const string Address = "http://127.0.0.1:7171/";

    private static readonly string Connection = Environment.GetEnvironmentVariable("AntivirusStorage") ?? "UseDevelopmentStorage=true";

    private readonly HttpClient _http = new() { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromMinutes(10) };
    private readonly BlobServiceClient _storage = new(Connection);
    private readonly string _prefix = $"bench{Guid.NewGuid():N}"[..16];
    private readonly string _folder = Directory.CreateTempSubdirectory("antivirus-load-").FullName;

    public static async Task<int> RunAsync(string[] args)
    {
        using var bench = new LoadBench();
        using var host = bench.Start();
        try
        {
            await bench.WaitForHostAsync();
            Console.WriteLine("| load | result |");
            Console.WriteLine("|---|---|");
            Console.WriteLine($"| host after its start | {MemoryWatch.Now(host)} MiB |");
            foreach (var part in args is [] ? ["uploads", "links", "list", "cohorts"] : args)
            {
                await (part switch
                {
                    "uploads" => bench.UploadAsync(host),
                    "links" => bench.LinkLoad(host).AskAsync(),
                    "list" => bench.LinkLoad(host).ListAsync(),
                    "cohorts" => bench.ScoreCohortsAsync(host),
                    _ => throw new ArgumentException($"There is no part '{part}'; uploads, links, list and cohorts are."),
                });
            }
        }
        finally
        {
            // What is large goes; the host that stops still writes to the ledger and the audit log, and may take Azurite with it.
            foreach (var container in (string[])["uploads", "reports"])
            {
                await bench._storage.GetBlobContainerClient(bench._prefix + container).DeleteIfExistsAsync();
            }

            using var kill = Process.Start("kill", ["-TERM", host.Id.ToString(CultureInfo.InvariantCulture)]);
            await host.WaitForExitAsync();
        }

        return 0;
    }

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(Path.Combine("artifacts", "bin", "Functions", "release", "Antivirus.Functions"),
            ["--port", new Uri(Address).Port.ToString(CultureInfo.InvariantCulture)]);
        foreach (var (name, container) in new[] { ("UploadsContainer", "uploads"), ("ReportsContainer", "reports"),
            ("LedgerContainer", "ledger"), ("ModelsContainer", "models"), ("AuditContainer", "audit") })
        {
            start.Environment[name] = _prefix + container;
        }

        foreach (var ies in (string[])[.. Enumerable.Range(1, Waves).Select(wave => $"carga{wave}"), "grande", "enlaces", "lista",
            .. CohortLoad.Institutions])
        {
            start.Environment[$"Ies__{ies}__Name"] = ies;
        }

        start.Environment["AntivirusStorage"] = Connection;
        start.Environment["Auth__CallsPerMinute"] = "1000000";
        start.Environment["Email__PickupFolder"] = _folder;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        return Process.Start(start)!;
    }

    private async Task WaitForHostAsync()
    {
        for (var wait = 0; wait < 120; wait++)
        {
            try
            {
                if ((await _http.GetAsync("health")).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(1000);
        }

        throw new TimeoutException("The host did not start.");
    }

    /// <summary>Memory is flat when the waves come to the same after some of them, and larger files take no more than smaller
    /// ones.</summary>
    private async Task UploadAsync(Process host)
    {
        for (var wave = 1; wave <= Waves; wave++)
        {
            await UploadAsync(host, $"carga{wave}", Uploads, UploadBytes);
        }

        await UploadAsync(host, "grande", Uploads / 10, UploadBytes * 10);
    }

    private async Task UploadAsync(Process host, string ies, int uploads, int bytes)
    {
        var cohort = MakeCohort(bytes);
        using var watched = new MemoryWatch(host);
        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, uploads).Select(async number =>
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(cohort), "data", "c.csv" } };
            using var answer = await _http.PostAsync($"cargadatos?bucketName={ies}&nameFile=c{number}.csv", form);
            return (int)answer.StatusCode;
        }));
        var uploaded = watch.Elapsed.TotalSeconds;
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
            $"| {uploads} uploads of {cohort.Length / 1e6:F1} MB at once | {answers.Count(status => status == 200)} taken, " +
            $"{answers.Count(status => status != 200)} errors, {uploaded:F1} s ({uploads * (cohort.Length / 1e6) / uploaded:F0} MB/s), " +
            $"host at most {watched.Peak} MiB |"));

        var states = new Dictionary<string, int>();
        while (states.GetValueOrDefault("Done") + states.GetValueOrDefault("Failed") < uploads)
        {
            await Task.Delay(2000);
            var runs = await _http.GetFromJsonAsync<JsonElement>($"api/runs/{ies}");
            states = runs.EnumerateArray().CountBy(run => run.GetProperty("state").GetString()!).ToDictionary();
        }

        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
            $"| all of them scored, with reasons | {states.GetValueOrDefault("Done")} done, {states.GetValueOrDefault("Failed")} failed, " +
            $"{watch.Elapsed.TotalSeconds:F0} s after the first byte, host at most {watched.Peak} MiB |"));
    }

    private LinkLoad LinkLoad(Process host) => new(_http, _storage.GetBlobContainerClient(_prefix + "reports"), host);

    private Task ScoreCohortsAsync(Process host) =>
        new CohortLoad(_http, _storage.GetBlobContainerClient(_prefix + "uploads"), host, MakeCohort(int.MaxValue, students: 400))
            .RunAsync();

    /// <summary>The sample's rows again and again, under new ids.</summary>
    private static byte[] MakeCohort(int bytes, int students = int.MaxValue)
    {
        var rows = File.ReadAllLines(Path.Combine("samples", "univalle", "cohorte-ejemplo.csv"))
            .Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..]).ToArray();
        var text = new StringBuilder();
        for (var row = 0; text.Length < bytes && row < students; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"EST{row:0000000},{rows[row % rows.Length]}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
