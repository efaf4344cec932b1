using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Support;

/// <summary>How much goes wrong.</summary>
/// <param name="Rounds">Bursts of uploads, with one of two hosts killed in the middle of each.</param>
/// <param name="Burst">Uploads of one burst.</param>
/// <param name="FaultShare">Share of storage requests that are dropped, delayed or answered wrongly, 0 to 1.</param>
/// <param name="Patience">How long the last report and the last email may take after the last burst.</param>
public sealed record ChaosPlan(int Rounds, int Burst, double FaultShare, TimeSpan Patience);

/// <summary>What came of it.</summary>
/// <param name="Lost">Acknowledged uploads without a report.</param>
/// <param name="Partial">Reports that differ from that of the same cohort in peace.</param>
/// <param name="Copies">Emails beyond the first of a report; each has the first one's Message-ID.</param>
public sealed record ChaosResult(int Acknowledged, int Refused, int Kills, long Requests, long Spoilt, int Lost, int Partial,
    int WithoutEmail, int Copies, int MaxOfOneEmail, bool CopiesAreAlike, TimeSpan Settled);

/// <summary>Two hosts on one account under bursts of uploads: each is killed again and again, storage and its line fail, and every
/// acknowledged upload must end with its report and its email.</summary>
public sealed class ChaosRun : IAsyncDisposable
{
    private const string Ies = "univalle";
    private readonly ChaosPlan _plan;
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentQueue<string> _acknowledged = new();
    private readonly byte[] _cohort = File.ReadAllBytes(RepositoryFolder.File("samples", Ies, "cohorte-ejemplo.csv"));
    private AzuriteServer _azurite = null!;
    private FaultyStorage _storage = null!;
    private SmtpServer _smtp = null!;
    private ChaosHost[] _hosts = [];
    private int _refused;

    private ChaosRun(ChaosPlan plan) => _plan = plan;

    /// <summary>What the hosts said, for a run that failed.</summary>
    public string Log => string.Join("\n\n", Directory.EnumerateFiles(_folder.Path, "*.log").Select(File.ReadAllText));

    /// <param name="appFolder">Where the built app is.</param>
    public static async Task<ChaosRun> StartAsync(ChaosPlan plan, string appFolder, int seed)
    {
        var run = new ChaosRun(plan) { _azurite = new AzuriteServer() };
        await run._azurite.StartAsync();
        run._storage = await FaultyStorage.StartAsync(run._azurite, seed);
        run._smtp = await SmtpServer.StartAsync();
        run._hosts = [.. Enumerable.Range(0, 2).Select(number =>
            new ChaosHost(appFolder, run.Settings(), run._folder.File($"host-{number}.log")))];
        Array.ForEach(run._hosts, host => host.Start());
        await Task.WhenAll(run._hosts.Select(run.WaitForAsync));
        return run;
    }

    /// <summary>All rounds, then all that must come of them; the first upload is made in peace, and all reports must equal its
    /// own.</summary>
    public async Task<ChaosResult> RunAsync()
    {
        await UploadAsync(_hosts[0], "paz.csv");
        await HoldsAsync(async () => (await ReportsAsync()).Count == 1);
        _storage.Share = _plan.FaultShare;
        for (var round = 0; round < _plan.Rounds; round++)
        {
            await RunRoundAsync(round);
        }

        _storage.Share = 0;
        var watch = Stopwatch.StartNew();
        var names = _acknowledged.ToList();
        await HoldsAsync(async () => !names.Except(await ReportsAsync()).Any());
        await HoldsAsync(() => Task.FromResult(!names.Except(Emails().Select(mails => mails.Key)).Any()));
        return await CountAsync(names, watch.Elapsed);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        _smtp?.Dispose();
        await _storage.DisposeAsync();
        await _azurite.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["AntivirusStorage"] = _storage.ConnectionString,
        ["Ies__univalle__Name"] = "Universidad del Valle",
        ["Ies__univalle__Emails__0"] = "bienestar@univalle.example",
        ["Email__Transport"] = "Smtp",
        ["Email__From"] = "antivirus@univalle.example",
        ["Email__Smtp__Host"] = "127.0.0.1",
        ["Email__Smtp__Port"] = $"{_smtp.Port}",
        ["Email__Smtp__Security"] = "None",
        ["Email__ClaimTime"] = "00:00:15",
        ["Email__BacklogEvery"] = "00:00:05",
        ["LocalHost__LeaseSeconds"] = "15",
    };

    /// <summary>A burst on both hosts; one of them dies when half of it was acknowledged, and starts again.</summary>
    private async Task RunRoundAsync(int round)
    {
        var victim = _hosts[round % 2];
        var before = _acknowledged.Count;
        var burst = Task.WhenAll(Enumerable.Range(0, _plan.Burst).Select(number =>
            UploadAsync(_hosts[number % 2], $"r{round:000}-{number:000}.csv")));
        while (!burst.IsCompleted && _acknowledged.Count < before + (_plan.Burst / 2))
        {
            await Task.Delay(20);
        }

        await victim.KillAsync();
        await burst;
        victim.Start();
        await WaitForAsync(victim);
    }

    private async Task UploadAsync(ChaosHost host, string name)
    {
        try
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(_cohort), "data", name } };
            using var answer = await _http.PostAsync(new Uri(host.Address, $"cargadatos?bucketName={Ies}&nameFile={name}"), form);
            if (answer.IsSuccessStatusCode)
            {
                // A name that is taken, or seems so, gets the time: the answer says which report to wait for.
                using var text = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
                _acknowledged.Enqueue(text.RootElement.GetProperty("report").GetString()!);
                return;
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
        {
            // Its host was killed, or too slow: nothing was promised.
        }

        Interlocked.Increment(ref _refused);
    }

    private async Task WaitForAsync(ChaosHost host)
    {
        await HoldsAsync(async () =>
        {
            try
            {
                // Any answer: under faults health is rightly red now and then.
                using var answer = await _http.GetAsync(new Uri(host.Address, "health"));
                return true;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        });
    }

    /// <summary>Returns when it holds, or when patience is over: the count then says what is missing.</summary>
    private async Task HoldsAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition() && watch.Elapsed < _plan.Patience)
        {
            await Task.Delay(200);
        }
    }

    private async Task<HashSet<string>> ReportsAsync()
    {
        var container = new BlobContainerClient(_azurite.ConnectionString, "reportesies");
        var reports = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{Ies}/reporte_", default))
        {
            reports.Add(blob.Name);
        }

        return reports;
    }

    private IEnumerable<IGrouping<string, ReceivedMail>> Emails() =>
        _smtp.Received().GroupBy(mail => mail.Subject["Reporte Prediccion: ".Length..], StringComparer.Ordinal);

    private async Task<ChaosResult> CountAsync(List<string> names, TimeSpan settled)
    {
        var container = new BlobContainerClient(_azurite.ConnectionString, "reportesies");
        var reports = await ReportsAsync();
        var hashes = new ConcurrentDictionary<string, int>();
        await Parallel.ForEachAsync(reports, async (report, stop) =>
        {
            var content = (await container.GetBlobClient(report).DownloadContentAsync(stop)).Value.Content;
            hashes.AddOrUpdate(Convert.ToHexStringLower(SHA256.HashData(content)), 1, (_, count) => count + 1);
        });
        var emails = Emails().ToDictionary(mails => mails.Key, mails => mails.ToList(), StringComparer.Ordinal);
        return new ChaosResult(names.Count, _refused, _plan.Rounds, _storage.Requests, _storage.Spoilt, names.Except(reports).Count(),
            hashes.Values.Sum() - hashes.Values.Max(), names.Except(emails.Keys).Count(), emails.Values.Sum(mails => mails.Count - 1),
            emails.Values.Max(mails => mails.Count),
            emails.Values.All(mails => mails.Select(mail => mail.MessageId).Distinct().Count() == 1), settled);
    }
}
