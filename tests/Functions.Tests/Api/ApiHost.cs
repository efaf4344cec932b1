using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Antivirus.LocalHost;
using Antivirus.LocalHost.Discovery;
using Antivirus.Support;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Antivirus.Functions.Tests.Api;

/// <summary>The whole app in this process, on a free port and a real Azurite, with keys for two neighbours and one that has
/// expired.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    public const string UdeaKey = "clave-de-udea-0123456789";
    public const string Udea2Key = "clave-de-udea2-0123456789";
    public const string ExpiredKey = "clave-vencida-0123456789";
    public const long MaxUploadBytes = 100_000;

    private readonly IReadOnlyDictionary<string, string?> _auth;
    private readonly AzuriteAccount _azurite = new();
    private readonly TemporaryFolder _folder = new();
    private IHost? _host;

    public ApiHost()
        : this(new Dictionary<string, string?>
        {
            ["Auth:Keys:udea:0"] = Setting(UdeaKey, "2999-12-31"),
            ["Auth:Keys:udea:1"] = Setting(ExpiredKey, "2020-01-01"),
            ["Auth:Keys:udea2:0"] = Setting(Udea2Key, "2999-12-31"),
            ["Auth:Keys:udea:2"] = Setting(KeyWithRole("registro"), "2999-12-31|registro"),
            ["Auth:Keys:udea:3"] = Setting(KeyWithRole("consejeria"), "2999-12-31|consejeria"),
            ["Auth:Keys:udea:4"] = Setting(KeyWithRole("direccion"), "2999-12-31|direccion"),
            ["Auth:Keys:udea:5"] = Setting(KeyWithRole("administracion"), "2999-12-31|administracion"),
        })
    {
    }

    /// <param name="auth">The settings that say who may call.</param>
    internal ApiHost(IReadOnlyDictionary<string, string?> auth) => _auth = auth;

    public HttpClient Http { get; } = new();

    /// <summary>All lines that the app logged.</summary>
    public LogLines Log { get; } = new();

    /// <summary>Where the emails lie.</summary>
    public string PickupFolder => _folder.File("correo");

    public IServiceProvider Services => _host!.Services;

    public string ConnectionString => _azurite.ConnectionString;

    public BlobServiceClient Storage => new(_azurite.ConnectionString);

    public BlobContainerClient Uploads => Storage.GetBlobContainerClient("cargadatosies");

    public BlobContainerClient Reports => Storage.GetBlobContainerClient("reportesies");

    public BlobContainerClient Audit => Storage.GetBlobContainerClient("antivirus-auditoria");

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        var builder = LocalHostBuilder.Create([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["AntivirusStorage"] = _azurite.ConnectionString,
            ["Ies:udea:Name"] = "Universidad de Antioquia",
            ["Ies:udea2:Name"] = "Otra universidad",
            ["Ies:udea2:Emails:0"] = "rectoria@udea2.example",
            ["Email:PickupFolder"] = PickupFolder,
            ["Auth:RefusalMilliseconds"] = "1",
            ["Auth:CallsPerMinute"] = "10000000",
            ["LocalHost:RequestsPerMinute"] = "0",
            ["Api:MaxUploadBytes"] = $"{MaxUploadBytes}",
            ["Api:CorsOrigins:0"] = "https://web.udea.example",
            ["Logging:LogLevel:Default"] = "Debug",
        });
        builder.Configuration.AddInMemoryCollection(_auth);
        builder.Services.AddSingleton(FunctionTypes.In(typeof(GetReportUrls).Assembly));
        builder.AddLocalServer([]);
        builder.Logging.AddProvider(Log);
        _host = builder.Build();
        await _host.StartAsync();
        Http.BaseAddress = new Uri(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Eventually.HoldsAsync(IsReadyAsync, "All containers are there, and the model is loaded.");
    }

    /// <summary>A key of udea that opens what its role may do.</summary>
    public static string KeyWithRole(string role) => $"clave-de-{role}-0123456789";

    /// <summary>A request with a key; none when null.</summary>
    public static HttpRequestMessage Request(HttpMethod method, string path, string? key, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Add("x-api-key", key);
        }

        return request;
    }

    /// <summary>Uploads a file with udea's key.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> PostFileAsync(string path, byte[] content)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "data", "local.csv" } };
        using var answer = await Http.SendAsync(Request(HttpMethod.Post, path, UdeaKey, form), TestContext.Current.CancellationToken);
        return (answer.StatusCode,
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    /// <summary>Uploads a cohort of udea and waits for its report.</summary>
    /// <returns>The name that the file got.</returns>
    public async Task<string> UploadAsync(string name, string content, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "data", name } };
        using var request = Request(HttpMethod.Post, $"cargadatos?bucketName=udea&nameFile={name}", UdeaKey, form);
        using var answer = await Http.SendAsync(request, cancellationToken);
        var blob = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement.GetProperty("name")
            .GetString()!;
        var file = blob["udea/".Length..];
        await Eventually.HoldsAsync(async () => await IsDoneAsync(file, cancellationToken), "The upload is scored.");
        return file;
    }

    private async Task<bool> IsDoneAsync(string file, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, $"api/runs/udea?file={file}", UdeaKey);
        using var answer = await Http.SendAsync(request, cancellationToken);
        var run = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement;
        return run.GetProperty("state").GetString() == "Done";
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }

        await _azurite.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        using var health = await Http.GetAsync(new Uri("health", UriKind.Relative));
        return health.IsSuccessStatusCode && await Audit.ExistsAsync();
    }

    /// <summary>A key as the settings hold it.</summary>
    internal static string Setting(string key, string expiry)
    {
        byte[] salt = [1, 2, 3, 4];
        var hash = SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(key)]);
        return $"prueba|{Convert.ToBase64String(salt)}|{Convert.ToBase64String(hash)}|{expiry}";
    }
}

/// <summary>Keeps what the app logs.</summary>
public sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
        string> formatter) =>
        _lines.Enqueue(formatter(state, exception) + exception);

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
    }
}
