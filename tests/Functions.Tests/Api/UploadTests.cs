using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Api;

public sealed class UploadTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Row = "E1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_lands_whole_and_its_answer_tells_where_the_report_will_be()
    {
        var (status, answer) = await host.PostFileAsync("cargadatos?bucketName=udea&nameFile=entera.csv", Encoding.UTF8.GetBytes(Row));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("udea/entera.csv", (long)Row.Length, "udea/reporte_entera.csv"),
            (Text(answer, "name"), answer.GetProperty("size").GetInt64(), Text(answer, "report")));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Row))), Text(answer, "sha256"));
        Assert.Equal(Row,
            (await host.Uploads.GetBlobClient("udea/entera.csv").DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_older_client_names_the_institution_before_or_after_the_file(bool before)
    {
        using var form = new MultipartFormDataContent();
        if (before)
        {
            form.Add(new StringContent("udea"), "bucketName");
        }

        form.Add(new StringContent(Row), "data", "clase.csv");
        if (!before)
        {
            form.Add(new StringContent("udea"), "bucketName");
        }

        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, "api/v1/data-upload", ApiHost.UdeaKey, form),
            Cancellation);

        var name = Text(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement, "name");
        Assert.Matches(@"^udea/\d{13}(-.*)?\.csv$", name);
        Assert.Equal(Row, (await host.Uploads.GetBlobClient(name).DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }

    [Fact]
    public async Task Files_that_differ_in_their_extension_have_reports_of_their_own()
    {
        // Arrange
        string[] files = ["par.csv", "par.csv.gz", "par.xlsx"];

        // Act
        foreach (var file in files)
        {
            var (status, answer) = await host.PostFileAsync($"cargadatos?bucketName=udea&nameFile={file}", Content(file));
            Assert.Equal((HttpStatusCode.OK, $"udea/{file}"), (status, Text(answer, "name")));
        }

        // Assert
        foreach (var report in (string[])["reporte_par.csv", "reporte_par.csv.gz.csv", "reporte_par.xlsx.csv"])
        {
            await Eventually.HoldsAsync(async () => await host.Reports.GetBlobClient($"udea/{report}").ExistsAsync(Cancellation),
                "The report came.");
        }
    }

    [Fact]
    public async Task A_workbook_is_kept_as_such_and_listed_among_the_uploads()
    {
        // Act
        await host.PostFileAsync("cargadatos?bucketName=udea&nameFile=libro.xlsx", Content("libro.xlsx"));
        using var list = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, "getUrlsUploaded", ApiHost.UdeaKey,
            new StringContent("nombre_ies=udea")), Cancellation);

        // Assert
        var stored = await host.Uploads.GetBlobClient("udea/libro.xlsx").GetPropertiesAsync(cancellationToken: Cancellation);
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", stored.Value.ContentType);
        Assert.Contains("\"libro.xlsx\"", await list.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 1 }, "b1.csv", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(new byte[] { (byte)'1', 0, (byte)'2' }, "b2.csv", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(new byte[] { (byte)'%', (byte)'P', (byte)'D', (byte)'F' }, "b5.csv", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(new byte[] { (byte)'1' }, "b3.csv.gz", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(new byte[0], "b4.csv", HttpStatusCode.BadRequest)]
    public async Task What_is_no_text_is_refused_and_leaves_nothing(byte[] content, string name, HttpStatusCode expected)
    {
        var (status, _) = await host.PostFileAsync($"cargadatos?bucketName=udea&nameFile={name}", content);

        Assert.Equal(expected, status);
        Assert.False(await host.Uploads.GetBlobClient($"udea/{name}").ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task A_compressed_file_is_taken_and_scored()
    {
        var (status, answer) = await host.PostFileAsync("cargadatos?bucketName=udea&nameFile=z.csv.gz", Content("z.csv.gz"));

        Assert.Equal((HttpStatusCode.OK, "udea/reporte_z.csv.gz.csv"), (status, Text(answer, "report")));
        await Eventually.HoldsAsync(async () => await host.Reports.GetBlobClient("udea/reporte_z.csv.gz.csv").ExistsAsync(Cancellation),
            "The report came.");
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Unicode_text_is_taken_and_scored_with_its_mark_and_without(bool bigEndian, bool mark)
    {
        // Arrange
        var encoding = new UnicodeEncoding(bigEndian, mark);
        var file = $"unicode-{bigEndian}-{mark}.csv";

        // Act
        var (status, _) = await host.PostFileAsync($"cargadatos?bucketName=udea&nameFile={file}",
            [.. encoding.GetPreamble(), .. encoding.GetBytes(CanaryFiles.Header + CanaryFiles.Row("E1", "17"))]);

        // Assert
        Assert.Equal(HttpStatusCode.OK, status);
        var report = host.Reports.GetBlobClient($"udea/reporte_{file}");
        await Eventually.HoldsAsync(async () => await report.ExistsAsync(Cancellation), "The report came.");
        var content = (await report.DownloadContentAsync(Cancellation)).Value.Content.ToString();
        Assert.Contains("\r\nE1,", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_over_the_cap_is_refused_and_leaves_nothing()
    {
        var (status, _) = await host.PostFileAsync("cargadatos?bucketName=udea&nameFile=grande.csv",
            Encoding.UTF8.GetBytes(new string('1', (int)ApiHost.MaxUploadBytes + 1)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.False(await host.Uploads.GetBlobClient("udea/grande.csv").ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task A_file_that_says_beforehand_that_it_is_far_too_large_is_refused_before_it_is_sent()
    {
        var head =
            $"POST /cargadatos?bucketName=udea&nameFile=enorme.csv HTTP/1.1\r\nHost: x\r\nx-api-key: {ApiHost.UdeaKey}\r\nContent-Type: " +
            "multipart/form-data; boundary=b\r\nExpect: 100-continue\r\nContent-Length: 900000000\r\n\r\n";
        using var line = new TcpClient();
        await line.ConnectAsync("127.0.0.1", host.Http.BaseAddress!.Port, Cancellation);

        await line.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Cancellation);
        using var answer = new StreamReader(line.GetStream());

        Assert.Equal("HTTP/1.1 413 Payload Too Large", await answer.ReadLineAsync(Cancellation));
    }

    [Fact]
    public async Task A_body_that_turns_out_too_large_while_it_is_read_is_told_the_limit()
    {
        // Arrange: a field that nobody asked for, in a body that does not say how long it is.
        using var form = new MultipartFormDataContent { { new StringContent(new string('x', 2 * (int)ApiHost.MaxUploadBytes)), "otro" } };
        using var request = ApiHost.Request(HttpMethod.Post, "cargadatos?bucketName=udea&nameFile=larga.csv", ApiHost.UdeaKey, form);
        request.Headers.TransferEncodingChunked = true;

        // Act
        using var answer = await host.Http.SendAsync(request, Cancellation);

        // Assert
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
        Assert.Contains("pasa de 100.000 bytes", Text(problem, "error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_monitor_may_ask_for_the_health_without_its_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "health");

        using var answer = await host.Http.SendAsync(request, Cancellation);

        Assert.Equal((HttpStatusCode.OK, 0), (answer.StatusCode, (await answer.Content.ReadAsByteArrayAsync(Cancellation)).Length));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        // Arrange
        var head =
            $"POST /cargadatos?bucketName=udea&nameFile=rota.csv HTTP/1.1\r\nHost: x\r\nx-api-key: {ApiHost.UdeaKey}\r\nContent-Type: " +
            "multipart/form-data; boundary=b\r\nContent-Length: 50000\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"data\"; filename=\"rota.csv\"\r\n\r\n" + Row;
        using (var line = new TcpClient())
        {
            await line.ConnectAsync("127.0.0.1", host.Http.BaseAddress!.Port, Cancellation);

            // Act
            await line.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head), Cancellation);
        }

        // Assert: a later upload of the same name finds it free.
        var (_, answer) = await host.PostFileAsync("cargadatos?bucketName=udea&nameFile=rota.csv", Encoding.UTF8.GetBytes(Row));
        Assert.Equal("udea/rota.csv", Text(answer, "name"));
    }

    [Fact]
    public async Task A_request_without_form_or_without_file_says_what_is_missing()
    {
        using var bare = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, "cargadatos?bucketName=udea&nameFile=a.csv",
            ApiHost.UdeaKey, new StringContent(Row)), Cancellation);
        using var form = new MultipartFormDataContent { { new StringContent("udea"), "bucketName" } };
        using var empty = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, "cargadatos?nameFile=a.csv", ApiHost.UdeaKey, form),
            Cancellation);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (bare.StatusCode, empty.StatusCode));
        Assert.Contains("campo data", await empty.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static byte[] Content(string name)
    {
        if (name.EndsWith(".xlsx", StringComparison.Ordinal))
        {
            return new WorkbookFile().Texts("Hoja1", "visible", Row.Trim().Split(',')).ToStream().ToArray();
        }

        var text = Encoding.UTF8.GetBytes(Row);
        return name.EndsWith(".gz", StringComparison.Ordinal) ? PackedFile.Pack(text) : text;
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
