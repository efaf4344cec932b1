using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Antivirus.Functions.Tests.Api;

public sealed class LinkTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"nombre_ies":"udea"}""", "application/json")]
    [InlineData("""{"nombre_ies":"udea"}""", "application/json; charset=utf-8")]
    [InlineData("""{"nombre_ies":"udea"}""", "application/x-www-form-urlencoded")]
    [InlineData("""  {"otro":1,"nombre_ies":"udea"}""", "text/plain")]
    [InlineData("nombre_ies=udea", "application/x-www-form-urlencoded; charset=UTF-8")]
    [InlineData("a=b&nombre_ies=udea&c=d", "application/x-www-form-urlencoded")]
    public async Task Each_form_of_the_clients_in_the_field_gets_the_recorded_shape(string body, string contentType)
    {
        // Arrange
        await host.Reports.GetBlobClient("udea/2020/reporte_ñ 1.csv").UploadAsync(new BinaryData("x"), overwrite: true, Cancellation);
        await host.Reports.GetBlobClient("udea2/reporte_ajeno.csv").UploadAsync(new BinaryData("x"), overwrite: true, Cancellation);

        // Act
        using var answer = await PostAsync(body, contentType);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);

        // Assert
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.StartsWith("""{"statusCode":200,"body":"\"Urls creadas!\"","data":[{"url":"http""", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ajeno", text, StringComparison.Ordinal);
        var entry = JsonDocument.Parse(text).RootElement.GetProperty("data").EnumerateArray()
            .Single(each => each.GetProperty("file_name").GetString() == "2020/reporte_ñ 1.csv");
        Assert.True(DateTime.TryParseExact(entry.GetProperty("date").GetString(), "yyyy MM dd HH:mm:ss", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out _));
        Assert.Equal(["url", "file_name", "date"], entry.EnumerateObject().Select(property => property.Name));
    }

    [Theory]
    [InlineData("", "Falta nombre_ies")]
    [InlineData("{}", "Falta nombre_ies")]
    [InlineData("""{"nombre_ies":""}""", "Falta nombre_ies")]
    [InlineData("""{"nombre_ies":7}""", "Falta nombre_ies")]
    [InlineData("""{"Nombre_Ies":"udea"}""", "Falta nombre_ies")]
    [InlineData("[1]", "Falta nombre_ies")]
    [InlineData("{", "JSON válido")]
    [InlineData("""{"nombre_ies":"\ud800"}""", "JSON válido")]
    [InlineData("""{"nombre_ies":"udea/x"}""", "no es el código")]
    [InlineData("""{"nombre_ies":"udea/"}""", "no es el código")]
    [InlineData("""{"nombre_ies":"../udea"}""", "no es el código")]
    [InlineData("nombre_ies=ud%00ea", "no es el código")]
    public async Task A_body_without_a_fit_name_is_refused_with_a_sentence(string body, string expected)
    {
        using var answer = await PostAsync(body, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("error").GetString();
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_10000_characters_and_a_body_of_100_KB_are_refused()
    {
        using var longName = await PostAsync($$"""{"nombre_ies":"{{new string('u', 10_000)}}"}""", "application/json");
        using var largeBody = await PostAsync(new string('u', 100_000), "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, longName.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, largeBody.StatusCode);
    }

    [Fact]
    public async Task An_institution_without_reports_gets_an_empty_list()
    {
        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, "getUrlsUploaded", ApiHost.UdeaKey,
            new StringContent("nombre_ies=udea")), Cancellation);

        Assert.Equal("""{"statusCode":200,"body":"\"Urls creadas!\"","data":[]}""", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Pages_tell_every_report_exactly_once_and_the_newest_first()
    {
        // Arrange
        for (var number = 0; number < 25; number++)
        {
            await host.Reports.GetBlobClient($"udea2/pagina/reporte_{number:00}.csv")
                .UploadAsync(new BinaryData("x"), overwrite: true, Cancellation);
        }

        // Act
        var whole = await PageAsync("");
        var paged = new List<string>();
        string? continuation = null;
        do
        {
            var page = await PageAsync($"?max=7&continuation={Uri.EscapeDataString(continuation ?? "")}".Replace("&continuation=",
                continuation is null ? "" : "&continuation=", StringComparison.Ordinal));
            paged.AddRange(page.Names);
            continuation = page.Continuation;
        }
        while (continuation is not null);

        // Assert
        Assert.Equal(whole.Names, paged);
        Assert.Equal(25, paged.Count(name => name.StartsWith("pagina/", StringComparison.Ordinal)));
        Assert.Equal(whole.Dates.OrderDescending(StringComparer.Ordinal), whole.Dates);
    }

    [Theory]
    [InlineData("?max=0")]
    [InlineData("?max=x")]
    [InlineData("?max=-1")]
    [InlineData("?continuation=x")]
    public async Task Wrong_paging_is_refused(string query)
    {
        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, "getReports" + query, ApiHost.UdeaKey,
            new StringContent("nombre_ies=udea")), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_link_reads_its_blob_and_can_neither_write_nor_list_nor_read_a_neighbour()
    {
        // Arrange
        await host.Reports.GetBlobClient("udea/enlace/reporte_a.csv")
            .UploadAsync(new BinaryData("contenido"), overwrite: true, Cancellation);
        await host.Reports.GetBlobClient("udea/enlace/reporte_b.csv").UploadAsync(new BinaryData("otro"), overwrite: true, Cancellation);
        using var answer = await PostAsync("nombre_ies=udea", "application/x-www-form-urlencoded");
        var data = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("data");
        var url = data.EnumerateArray().Single(each => each.GetProperty("file_name").GetString() == "enlace/reporte_a.csv")
            .GetProperty("url").GetString()!;
        using var anyone = new HttpClient();

        // Act
        using var read = await anyone.GetAsync(new Uri(url), Cancellation);
        using var write = await anyone.SendAsync(new HttpRequestMessage(HttpMethod.Put, url)
        {
            Content = new StringContent("malo"),
            Headers = { { "x-ms-blob-type", "BlockBlob" } }
        }, Cancellation);
        using var delete = await anyone.DeleteAsync(new Uri(url), Cancellation);
        using var neighbour = await anyone.GetAsync(new Uri(url.Replace("reporte_a.csv?", "reporte_b.csv?", StringComparison.Ordinal)),
            Cancellation);
        var query = url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..];
        using var list = await anyone.GetAsync(new Uri($"{host.Reports.Uri}?restype=container&comp=list&{query}"), Cancellation);

        // Assert
        Assert.Equal("contenido", await read.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("attachment", read.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("reporte_a.csv", read.Content.Headers.ContentDisposition.FileNameStar);
        Assert.All((HttpResponseMessage[])[write, delete, neighbour, list], refused =>
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode));
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string contentType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, "getReports", ApiHost.UdeaKey, content), Cancellation);
    }

    private async Task<(List<string> Names, List<string> Dates, string? Continuation)> PageAsync(string query)
    {
        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, "getReports" + query, ApiHost.Udea2Key,
            new StringContent("nombre_ies=udea2")), Cancellation);
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
        var entries = json.GetProperty("data").EnumerateArray().ToList();
        return (
            entries.ConvertAll(entry => entry.GetProperty("file_name").GetString()!),
            entries.ConvertAll(entry => entry.GetProperty("date").GetString()!),
            json.TryGetProperty("continuation", out var next) ? next.GetString() : null);
    }
}
