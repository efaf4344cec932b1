using System.Security.Cryptography;
using System.Text;
using Antivirus.Functions;
using Antivirus.Model.Cohorts;
using Antivirus.Support;
using MimeKit;

namespace Antivirus.EndToEnd.Tests.Worker;

/// <summary>The published app on both its hosts, each with storage of its own and the same settings. The tests that share it run one after
/// another.</summary>
[CollectionDefinition(nameof(WorkerFixture))]
public sealed class WorkerFixture : ICollectionFixture<WorkerFixture>, IAsyncLifetime
{
    public const string Key = "clave-de-univalle-0123456789";
    public const int MaxUploadBytes = 50_000_000;

    // Newest last, and of one age in the order of a listing, so that both hosts list them alike.
    private static readonly string[] Seeds = ["univalle/semestre.csv", "univalle/2020/año 🎓.csv"];

    private readonly AzuriteServer _azurite = new();
    private readonly AzuriteServer _localAzurite = new();
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new(PlainHandler.Create());
    private FakeFunctionsHost? _host;
    private RunningWorker? _worker;
    private RunningHost? _localHost;
    private Task? _seeding;

    internal FakeFunctionsHost Host => _host!;

    internal RunningWorker Worker => _worker!;

    /// <summary>The account that the workers use.</summary>
    internal Storage Storage => new(_azurite.ConnectionString);

    /// <summary>The account that LocalHost uses.</summary>
    internal Storage LocalStorage => new(_localAzurite.ConnectionString);

    internal string AppFolder { get; private set; } = "";

    internal string MailFolder => _folder.File("correo-azure");

    public async ValueTask InitializeAsync()
    {
        AppFolder = await PublishedApp.FolderAsync();
        await Task.WhenAll(_azurite.StartAsync(), _localAzurite.StartAsync());
        _host = await FakeFunctionsHost.StartAsync();
        _worker = await StartWorkerAsync();
        // Hundreds of refusals come from one address: without this LocalHost would hold each of them up for seconds.
        _localHost = await RunningHost.StartAsync(_localAzurite.ConnectionString, _folder.File("correo"),
            [.. SharedSettings(), ("LocalHost__RequestsPerMinute", "0")]);
        await Eventually.HoldsAsync(async () => await Storage.Audit.ExistsAsync(), "The worker made its containers.");
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeAsync(_worker);
        await DisposeAsync(_localHost);
        await DisposeAsync(_host);
        await DisposeAsync(_azurite);
        await DisposeAsync(_localAzurite);
        _http.Dispose();
        _folder.Dispose();
    }

    /// <summary>Has both hosts score the same cohorts of univalle, which no test changes.</summary>
    internal Task SeedAsync() => _seeding ??= SeedOnceAsync();

    /// <summary>Has both hosts score the same upload and send its email; returns the report's name.</summary>
    internal async Task<string> ScoreOnBothAsync(string upload, string content)
    {
        Assert.True(CohortId.TryParseUpload(upload, out var cohort));
        await LocalStorage.UploadAsync(upload, content);
        await Storage.UploadAsync(upload, content);
        AssertSuccess(await Worker.InvokeBlobAsync(nameof(CreatePredictions), upload));
        AssertSuccess(await Worker.InvokeBlobAsync(nameof(SendReportEmail), cohort.ReportName));
        await Eventually.HoldsAsync(async () => await LocalStorage.StateOfAsync(upload) == await Storage.StateOfAsync(upload),
            $"LocalHost scored {upload}.");
        return cohort.ReportName;
    }

    /// <summary>The emails about a report that the workers sent.</summary>
    internal IReadOnlyList<MimeMessage> EmailsAbout(string report) =>
        [.. Directory.EnumerateFiles(MailFolder, "*.eml").Select(file => MimeMessage.Load(file))
            .Where(email => email.Subject!.EndsWith($": {report}", StringComparison.Ordinal))];

    internal static void AssertSuccess(InvocationResult result) =>
        Assert.True(result.Outcome.Status == Outcome.Types.Status.Success, $"{result.Outcome.Status}: {result.Outcome.Failure?.Message}");

    /// <summary>Another worker on the same storage, with settings of its own besides the shared ones.</summary>
    internal Task<RunningWorker> StartWorkerAsync(params (string Name, string Value)[] settings) => StartWorkerAsync(Host, settings);

    internal Task<RunningWorker> StartWorkerAsync(FakeFunctionsHost host, params (string Name, string Value)[] settings) =>
        RunningWorker.StartAsync(host, AppFolder, WorkerSettings(settings));

    /// <summary>The same request to both hosts.</summary>
    internal async Task<(HttpAnswer Worker, HttpAnswer LocalHost)> SendToBothAsync(Func<HttpRequestMessage> createRequest)
    {
        using var toWorker = createRequest();
        using var fromWorker = await Worker.SendAsync(toWorker, TestContext.Current.CancellationToken);
        using var toLocalHost = createRequest();
        toLocalHost.RequestUri = new Uri(_localHost!.Address, toLocalHost.RequestUri!);
        using var fromLocalHost = await _http.SendAsync(toLocalHost, TestContext.Current.CancellationToken);
        return (await HttpAnswer.ReadAsync(fromWorker), await HttpAnswer.ReadAsync(fromLocalHost));
    }

    internal Dictionary<string, string> WorkerSettings(params (string Name, string Value)[] settings)
    {
        (string Name, string Value)[] all =
        [
            ("AntivirusStorage", _azurite.ConnectionString),
            ("UploadsContainer", "cargadatosies"),
            ("ReportsContainer", "reportesies"),
            ("Email__Transport", "Pickup"),
            ("Email__PickupFolder", MailFolder),
            .. SharedSettings(),
            .. settings,
        ];
        return all.ToDictionary(setting => setting.Name, setting => setting.Value);
    }

    private async Task SeedOnceAsync()
    {
        foreach (var seed in Seeds)
        {
            await ScoreOnBothAsync(seed, await File.ReadAllTextAsync(RepositoryFolder.File("samples", "univalle", "cohorte-ejemplo.csv")));
        }
    }

    private static (string Name, string Value)[] SharedSettings() =>
    [
        ("Ies__univalle__Name", "Universidad del Valle"),
        ("Ies__univalle__Emails__0", "bienestar@univalle.example"),
        ("Ies__udea__Name", "Universidad de Antioquia"),
        ("Ies__udea__Emails__0", "bienestar@udea.example"),
        ("Auth__Keys__univalle__0", Setting("univalle")),
        ("Auth__Keys__udea__0", Setting("udea")),
        ("Auth__RefusalMilliseconds", "1"),
        ("Api__CorsOrigins__0", "https://web.univalle.example"),
        ("Api__MaxUploadBytes", $"{MaxUploadBytes}"),
    ];

    private static string Setting(string name)
    {
        byte[] salt = [1, 2, 3, 4];
        var hash = SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(Key)]);
        return $"{name}|{Convert.ToBase64String(salt)}|{Convert.ToBase64String(hash)}|2999-12-31";
    }

    private static ValueTask DisposeAsync(IAsyncDisposable? started) => started?.DisposeAsync() ?? ValueTask.CompletedTask;
}
