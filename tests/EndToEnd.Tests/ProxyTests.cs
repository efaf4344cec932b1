using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>Who is let in behind a real nginx: each documented call, with and without keys, by each way of forwarding.</summary>
public sealed class ProxyTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IDisposable
{
    private const string Row = "CANARIO-771,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";
    private const string UnivalleKey = "clave-univalle-0123456789";
    private const string UdeaKey = "clave-udea-0123456789";
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Storage Storage => new(azurite.ConnectionString);

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    // What a recipe may have a proxy say of its callers: the address and more, the host's name, or nothing at all.
    [Theory]
    [InlineData("proxy_set_header X-Forwarded-For $remote_addr")]
    [InlineData("proxy_set_header X-Real-IP $remote_addr")]
    [InlineData("proxy_set_header Host antivirus.universidad.example")]
    [InlineData("proxy_set_header Forwarded for=192.0.2.7; proxy_http_version 1.1")]
    [InlineData("proxy_buffering on")]
    public async Task Without_keys_nothing_is_read_or_written_through_a_proxy(string directive)
    {
        // Arrange
        await using var host = await StartAsync();
        await using var nginx = await NginxServer.StartAsync(new NginxSettings(host.Address) { Directives = [directive] });
        await PlantAsync();
        var before = await AllNamesAsync();

        // Act, Assert
        foreach (var call in ProtectedCalls())
        {
            using var answer = await _http.SendAsync(call.To(nginx.Address, "univalle", key: null), Cancellation);
            await AssertRefusedAsync(call, answer, HttpStatusCode.Unauthorized);
        }

        using var status = await _http.GetAsync(new Uri(nginx.Address, "admin/host/status"), Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, status.StatusCode);
        Assert.Equal(before, await AllNamesAsync());
    }

    [Fact]
    public async Task With_keys_behind_a_known_proxy_each_call_opens_its_own_institution_only()
    {
        // Arrange
        await using var host = await StartAsync(Key("univalle", UnivalleKey), Key("udea", UdeaKey), ("LocalHost__RequestsPerMinute", "0"));
        await using var nginx = await NginxServer.StartAsync(new NginxSettings(host.Address) { Directives = NginxServer.ForwardedHeaders });
        await PlantAsync();
        var before = await AllNamesAsync();

        // Act, Assert
        foreach (var call in ProtectedCalls().Where(call => call.NamesInstitution))
        {
            using var foreign = await _http.SendAsync(call.To(nginx.Address, "univalle", UdeaKey), Cancellation);
            await AssertRefusedAsync(call, foreign, HttpStatusCode.Forbidden);
            using var unknown = await _http.SendAsync(call.To(nginx.Address, "univalle", UnivalleKey + "x"), Cancellation);
            await AssertRefusedAsync(call, unknown, HttpStatusCode.Unauthorized);
        }

        Assert.Equal(before, await AllNamesAsync());
        using var own = await _http.SendAsync(
            new DocumentedCall("GET", "/api/reports/{ies}/{file}").To(nginx.Address, "univalle", UnivalleKey), Cancellation);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Contains("CANARIO-771", await own.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_through_a_known_proxy_are_counted_by_the_caller_that_it_names()
    {
        // Arrange
        await using var host = await StartAsync(Key("univalle", UnivalleKey), ("LocalHost__RequestsPerMinute", "60"));
        await using var busy = await ProxyForAsync(host, "192.0.2.7");
        await using var other = await ProxyForAsync(host, "192.0.2.8");
        var call = new DocumentedCall("GET", "/api/me");

        // Act
        var answers = new List<HttpStatusCode>();
        for (var tries = 0; tries < 300 && !answers.Contains(HttpStatusCode.TooManyRequests); tries++)
        {
            using var answer = await _http.SendAsync(call.To(busy.Address, "univalle", UnivalleKey), Cancellation);
            answers.Add(answer.StatusCode);
        }

        using var neighbour = await _http.SendAsync(call.To(other.Address, "univalle", UnivalleKey), Cancellation);

        // Assert
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.Equal(HttpStatusCode.OK, neighbour.StatusCode);
    }

    private static Task<NginxServer> ProxyForAsync(RunningHost host, string caller) => NginxServer.StartAsync(
        new NginxSettings(host.Address) { Directives = [$"proxy_set_header X-Forwarded-For {caller}"] });

    private static async Task AssertRefusedAsync(DocumentedCall call, HttpResponseMessage answer, HttpStatusCode expected)
    {
        Assert.True(answer.StatusCode == expected, $"{call} was answered {(int)answer.StatusCode}, not {(int)expected}.");
        Assert.DoesNotContain("CANARIO", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static (string Name, string Value) Key(string ies, string key)
    {
        byte[] salt = [1, 2, 3, 4];
        var hash = SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(key)]);
        return ($"Auth__Keys__{ies}__0", $"prueba|{Convert.ToBase64String(salt)}|{Convert.ToBase64String(hash)}|2999-12-31");
    }

    /// <summary>All calls of the description that want a key.</summary>
    private static IEnumerable<DocumentedCall> ProtectedCalls()
    {
        var description = JsonElement.Parse(File.ReadAllBytes(RepositoryFolder.File("Functions", "Api", "openapi.json")));
        return description.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (path.Name, Operation: operation)))
            .Where(entry => entry.Operation.Value.ValueKind == JsonValueKind.Object && !IsOpen(entry.Operation.Value))
            .Select(entry => new DocumentedCall(entry.Operation.Name.ToUpperInvariant(), entry.Name));
    }

    private static bool IsOpen(JsonElement operation) =>
        operation.TryGetProperty("security", out var security) && security.GetArrayLength() == 0;

    private Task<RunningHost> StartAsync(params (string Name, string Value)[] settings) => RunningHost.StartAsync(
        azurite.ConnectionString, _folder.File("correo"), [("Ies__udea__Name", "Universidad de Antioquia"),
            ("LocalHost__KnownProxies", "127.0.0.1"), ("Auth__RefusalMilliseconds", "1"), .. settings]);

    /// <summary>A scored cohort of one student.</summary>
    private async Task PlantAsync()
    {
        await Storage.UploadAsync("univalle/cohorte.csv", Row);
        await Storage.WaitForReportAsync("univalle/reporte_cohorte.csv");
        await Eventually.HoldsAsync(async () => (await Storage.NamesAsync(Storage.Ledger, "emails/")).Count > 0, "The email is recorded.");
        await Eventually.HoldsAsync(async () => await Storage.StateOfAsync("univalle/cohorte.csv") == "Done", "The run is done.");
    }

    private async Task<IReadOnlyList<string>> AllNamesAsync() =>
        [.. await Storage.NamesAsync(Storage.Uploads), .. await Storage.NamesAsync(Storage.Reports)];
}
