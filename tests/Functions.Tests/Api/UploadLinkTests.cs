using System.Net;
using System.Text;
using System.Text.Json;
using Antivirus.Support;
using Azure;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Functions.Tests.Api;

/// <summary>A write link creates the one file that it was given for, and can do nothing else.</summary>
public sealed class UploadLinkTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Row = "E1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_sent_by_the_link_is_scored()
    {
        // Act
        var link = await LinkAsync("enlace.csv", Row.Length);
        using var sent = await PutAsync(link.Url, Row);

        // Assert
        Assert.Equal(("udea/enlace.csv", "udea/reporte_enlace.csv"), (link.Name, link.Report));
        Assert.InRange(link.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(55), DateTimeOffset.UtcNow.AddMinutes(65));
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        await Eventually.HoldsAsync(async () => await host.Reports.GetBlobClient(link.Report).ExistsAsync(Cancellation),
            "The report came.");
    }

    [Fact]
    public async Task The_link_works_once_and_overwrites_nothing()
    {
        // Arrange
        var link = await LinkAsync("unavez.csv", Row.Length);
        using var first = await PutAsync(link.Url, Row);

        // Act
        using var second = await PutAsync(link.Url, Row.Replace("E1", "E2", StringComparison.Ordinal));

        // Assert
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Forbidden), (first.StatusCode, second.StatusCode));
        Assert.Equal(Row,
            (await host.Uploads.GetBlobClient("udea/unavez.csv").DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }

    [Fact]
    public async Task The_link_is_for_that_name_only_and_can_neither_read_list_nor_delete()
    {
        // Arrange
        var link = await LinkAsync("solo.csv", Row.Length);
        using var sent = await PutAsync(link.Url, Row);
        var signature = new Uri(link.Url).Query;

        // Act
        using var otherName = await PutAsync(link.Url.Replace("solo.csv", "otro.csv", StringComparison.Ordinal), Row);
        using var neighbour = await PutAsync(link.Url.Replace("/udea/", "/udea2/", StringComparison.Ordinal), Row);
        using var read = await host.Http.GetAsync(new Uri(link.Url), Cancellation);
        using var list = await host.Http.GetAsync(new Uri($"{host.Uploads.Uri}{signature}&restype=container&comp=list"), Cancellation);
        using var delete = await host.Http.DeleteAsync(new Uri(link.Url), Cancellation);

        // Assert
        Assert.All([otherName, neighbour, read, list, delete], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
        Assert.Contains("sp=c&", signature, StringComparison.Ordinal);
        Assert.True(await host.Uploads.GetBlobClient("udea/solo.csv").ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task The_link_takes_the_file_in_one_request_and_no_blocks()
    {
        var link = await LinkAsync("bloques.csv", Row.Length);
        var blob = new BlockBlobClient(new Uri(link.Url));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            blob.StageBlockAsync(Convert.ToBase64String("uno"u8), new MemoryStream(Encoding.UTF8.GetBytes(Row)),
                cancellationToken: Cancellation));

        Assert.Equal(403, refused.Status);
    }

    [Fact]
    public async Task A_file_of_another_size_is_refused_in_words()
    {
        // Arrange
        var link = await LinkAsync("corta.csv", Row.Length + 1);
        using var sent = await PutAsync(link.Url, Row);

        // Act
        JsonElement run = default;
        await Eventually.HoldsAsync(async () => (run = await RunAsync("corta.csv")).GetProperty("state").GetString() == "Rejected",
            "The run is refused.");

        // Assert
        var error = run.GetProperty("error").GetString();
        Assert.Contains($"tiene {Row.Length} bytes", error, StringComparison.Ordinal);
        Assert.Contains($"se pidió para {Row.Length + 1}", error, StringComparison.Ordinal);
        Assert.False(await host.Reports.GetBlobClient("udea/reporte_corta.csv").ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task Asking_again_for_the_same_file_promises_the_same_name_and_for_another_size_a_new_one()
    {
        var first = await LinkAsync("repite.csv", 10);
        var again = await LinkAsync("repite.csv", 10);
        var other = await LinkAsync("repite.csv", 11);
        var twin = await LinkAsync("repite.csv.gz", 10);

        Assert.Equal((first.Name, first.Name), (again.Name, "udea/repite.csv"));
        Assert.Matches(@"^udea/repite-\d{8}T\d{9}Z\.csv$", other.Name);
        Assert.Equal("udea/repite.csv.gz", twin.Name);
    }

    [Fact]
    public async Task A_name_that_lies_there_or_is_promised_is_taken_for_every_other_upload()
    {
        // Arrange
        await host.Uploads.GetBlobClient("udea/ocupada.csv").UploadAsync(new BinaryData(Row), Cancellation);
        await LinkAsync("prometida.csv", 10);
        using var form = new MultipartFormDataContent { { new StringContent(Row), "data", "prometida.csv" } };

        // Act
        var link = await LinkAsync("ocupada.csv", 10);
        using var request = ApiHost.Request(HttpMethod.Post, "cargadatos?bucketName=udea&nameFile=prometida.csv", ApiHost.UdeaKey, form);
        using var posted = await host.Http.SendAsync(request, Cancellation);

        // Assert
        Assert.Matches(@"^udea/ocupada-\d{8}T\d{9}Z\.csv$", link.Name);
        Assert.Matches(@"^udea/prometida-\d{8}T\d{9}Z\.csv$", (await JsonAsync(posted)).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "JSON")]
    [InlineData("{\"file\":\"\\ud800.csv\",\"size\":1}", "JSON")]
    [InlineData("{\"size\":1}", "Falta file")]
    [InlineData("{\"file\":7,\"size\":1}", "Falta file")]
    [InlineData("{\"file\":\"a.csv\"}", "Falta size")]
    [InlineData("{\"file\":\"a.csv\",\"size\":\"1\"}", "Falta size")]
    [InlineData("{\"file\":\"a.csv\",\"size\":0}", "Falta size")]
    [InlineData("{\"file\":\"a.csv\",\"size\":-1}", "Falta size")]
    [InlineData("{\"file\":\"a.csv\",\"size\":1.5}", "Falta size")]
    [InlineData("{\"file\":\"a.pdf\",\"size\":1}", ".csv")]
    [InlineData("{\"file\":\"../udea2/a.csv\",\"size\":1}", "no puede llevar")]
    [InlineData("{\"file\":\"2020/a.csv\",\"size\":1}", "no puede llevar")]
    public async Task A_request_that_names_no_file_and_size_is_told_what_is_expected(string body, string expected)
    {
        using var answer = await AskAsync("udea", body, ApiHost.UdeaKey);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, (await JsonAsync(answer)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("udea2", ApiHost.UdeaKey, 1, HttpStatusCode.Forbidden)]
    [InlineData("udea", null, 1, HttpStatusCode.Unauthorized)]
    [InlineData("udea", ApiHost.UdeaKey, 5_000_000_001, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_stranger_and_a_file_beyond_the_limit_get_no_link(string ies, string? key, long size, HttpStatusCode expected)
    {
        using var answer = await AskAsync(ies, $$"""{"file":"a.csv","size":{{size}}}""", key);

        Assert.Equal(expected, answer.StatusCode);
        Assert.DoesNotContain("sig=", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_link_is_in_the_audit_log()
    {
        await LinkAsync("auditada.csv", 12);

        await Eventually.HoldsAsync(
            async () => (await AuditAsync())
                .Contains("\"action\":\"uploadLink\",\"result\":\"link for 12 bytes\"", StringComparison.Ordinal), "It is written.");
    }

    private async Task<string> AuditAsync()
    {
        var text = new StringBuilder();
        await foreach (var day in host.Audit.GetBlobsAsync(cancellationToken: Cancellation))
        {
            text.Append((await host.Audit.GetBlobClient(day.Name).DownloadContentAsync(Cancellation)).Value.Content);
        }

        return text.ToString();
    }

    private async Task<(string Url, string Name, string Report, DateTimeOffset ExpiresAt)> LinkAsync(string file, long size)
    {
        using var answer = await AskAsync("udea", $$"""{"file":"{{file}}","size":{{size}}}""", ApiHost.UdeaKey);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var link = await JsonAsync(answer);
        string Text(string name) => link.GetProperty(name).GetString()!;
        return (Text("url"), Text("name"), Text("report"), link.GetProperty("expiresAt").GetDateTimeOffset());
    }

    private async Task<HttpResponseMessage> AskAsync(string ies, string body, string? key)
    {
        using var request = ApiHost.Request(HttpMethod.Post, $"api/uploads/{ies}", key,
            new StringContent(body, Encoding.UTF8, "application/json"));
        return await host.Http.SendAsync(request, Cancellation);
    }

    private async Task<HttpResponseMessage> PutAsync(string url, string content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new StringContent(content) };
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        return await host.Http.SendAsync(request, Cancellation);
    }

    private async Task<JsonElement> RunAsync(string file)
    {
        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Get, $"api/runs/udea?file={file}", ApiHost.UdeaKey),
            Cancellation);
        return await JsonAsync(answer);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
}
