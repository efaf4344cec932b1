using Azure.Storage.Blobs;

namespace Antivirus.Support;

/// <summary>Two hosts on one account, and what stands around them: storage, the line to it, a mail server.</summary>
internal sealed class ChaosServers : IAsyncDisposable
{
    private const string Login = "antivirus";
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private ChaosServers(ChaosPlan plan) => Azurite = new AzuriteServer
    {
        // One that is killed in between must keep something.
        Folder = plan.OutageEvery > 0 ? _folder.File("azurite") : null,
    };

    public AzuriteServer Azurite { get; }

    public FaultyStorage Storage { get; private set; } = null!;

    public SmtpServer Mail { get; private set; } = null!;

    public ChaosHost[] Hosts { get; private set; } = [];

    /// <summary>What the hosts said, for a run that failed.</summary>
    public string Log => string.Join("\n\n", Directory.EnumerateFiles(_folder.Path, "*.log").Select(File.ReadAllText));

    /// <param name="appFolder">Where the built app is.</param>
    public static async Task<ChaosServers> StartAsync(ChaosPlan plan, string appFolder, int seed)
    {
        var servers = new ChaosServers(plan);
        await servers.Azurite.StartAsync();
        servers.Storage = await FaultyStorage.StartAsync(servers.Azurite, seed);
        servers.Mail = await SmtpServer.StartAsync(new SmtpServerSettings { User = Login, Password = Login });
        servers.Hosts = [.. Enumerable.Range(0, 2).Select(number => servers.CreateHost($"host-{number}", appFolder))];
        Array.ForEach(servers.Hosts, host => host.Start(clockHours: 0));
        foreach (var host in servers.Hosts)
        {
            await plan.HoldsAsync(() => servers.AnswersAsync(host));
        }

        return servers;
    }

    /// <summary>Past the line on which requests go wrong.</summary>
    public BlobContainerClient Container(string name) => new(Azurite.ConnectionString, name);

    /// <summary>Whether it answers at all: under faults health is rightly red now and then.</summary>
    public async Task<bool> AnswersAsync(ChaosHost host) => await HealthAsync(host) is not null;

    public async Task<bool> IsHealthyAsync(ChaosHost host) => await HealthAsync(host) == true;

    public async Task<bool> IsUnhealthyAsync(ChaosHost host) => await HealthAsync(host) == false;

    public Task<HttpResponseMessage> PostAsync(ChaosHost host, string path, HttpContent content) =>
        _http.PostAsync(new Uri(host.Address, path), content);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Hosts)
        {
            await host.DisposeAsync();
        }

        Mail?.Dispose();
        await Storage.DisposeAsync();
        await Azurite.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<bool?> HealthAsync(ChaosHost host)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(host.Address, "health"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private ChaosHost CreateHost(string name, string appFolder) => new(name, appFolder, new Dictionary<string, string>
    {
        ["AntivirusStorage"] = Storage.ConnectionString,
        ["Ies__univalle__Name"] = "Universidad del Valle",
        ["Ies__univalle__Emails__0"] = "bienestar@univalle.example",
        ["Email__Transport"] = "Smtp",
        ["Email__From"] = "antivirus@univalle.example",
        // So that each email says which host sent it.
        ["Email__FromName"] = name,
        ["Email__Smtp__Host"] = "127.0.0.1",
        ["Email__Smtp__Port"] = $"{Mail.Port}",
        ["Email__Smtp__Security"] = "None",
        ["Email__Smtp__User"] = Login,
        ["Email__Smtp__Password"] = Login,
        ["Email__ClaimTime"] = "00:00:15",
        ["Email__BacklogEvery"] = "00:00:05",
        ["LocalHost__LeaseSeconds"] = "15",
    }, _folder.File($"{name}.log"));
}
