using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>The recipe of docs/campus-server.md for <c>STORAGE_URL</c>: storage under a host name, behind a real nginx.</summary>
public sealed class CampusStorageTests : IDisposable
{
    private const string Storage = "http://antivirus.universidad.test";
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Uploads_and_links_work_through_a_proxy_whose_first_label_is_the_account()
    {
        // Arrange: the name is in no directory, so both sides are led to nginx as browsers are led by a proxy's address.
        await using var azurite = new AzuriteServer { Accounts = ["antivirus"] };
        await azurite.StartAsync();
        await using var nginx = await NginxServer.StartAsync(new NginxSettings(azurite.BlobAddress)
        {
            Directives = NginxServer.ForwardedHeaders,
        });
        await using var host = await RunningHost.StartAsync(
            azurite.ConnectionString.Replace($"{azurite.BlobAddress}antivirus", Storage, StringComparison.Ordinal),
            _folder.File("correo"), ("http_proxy", nginx.Address.ToString()), ("no_proxy", "127.0.0.1,localhost"));
        var sample = await File.ReadAllBytesAsync(RepositoryFolder.File("samples", "univalle", "cohorte-ejemplo.csv"), Cancellation);
        using var direct = new HttpClient { BaseAddress = host.Address };
        using var browser = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(nginx.Address) });

        // Act
        using var form = new MultipartFormDataContent { { new ByteArrayContent(sample), "data", "año.csv" } };
        using var upload = await direct.PostAsync("cargadatos?bucketName=univalle&nameFile=año 1.csv", form, Cancellation);
        Assert.True(upload.IsSuccessStatusCode, await upload.Content.ReadAsStringAsync(Cancellation));
        Uri? link = null;
        await Eventually.HoldsAsync(async () => (link = await LinkAsync(direct)) is not null, "The report has a link.");
        var report = await browser.GetStringAsync(link!, Cancellation);

        // Assert
        Assert.StartsWith($"{Storage}/reportesies/univalle/reporte_", link!.AbsoluteUri, StringComparison.Ordinal);
        Assert.StartsWith("Id_estudiantes,Prediccion", report.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await direct.GetAsync("health", Cancellation)).StatusCode);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Uri?> LinkAsync(HttpClient http)
    {
        using var answer = await http.PostAsJsonAsync("getReports", new { nombre_ies = "univalle" }, Cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            return null;
        }

        var links = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("data");
        return links.EnumerateArray().Select(link => new Uri(link.GetProperty("url").GetString()!)).FirstOrDefault();
    }
}
