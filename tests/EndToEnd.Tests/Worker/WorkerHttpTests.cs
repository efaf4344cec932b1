using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Antivirus.EndToEnd.Tests.Worker;

/// <summary>Every HTTP function through the worker's HTTP proxying, each answer compared with LocalHost's for the same request.</summary>
[Collection(nameof(WorkerFixture))]
public sealed class WorkerHttpTests(WorkerFixture fixture)
{
    private const string Row = "E1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";

    [Fact]
    public async Task Every_route_answers_each_of_its_methods_as_LocalHost_does_with_and_without_a_key()
    {
        // Arrange
        var functions = fixture.Worker.Functions.Where(function => function.IsHttp).ToList();

        // Act, Assert
        Assert.NotEmpty(functions);
        foreach (var (function, method) in functions.SelectMany(function => function.Methods.Select(method => (function, method))))
        {
            await AssertSameAsync(() => Request(method, ExampleOf(function), key: null));
            await AssertSameAsync(() => Request(method, ExampleOf(function)));
        }
    }

    [Theory]
    [InlineData("POST", "getReports", """{"nombre_ies":"univalle"}""", 200)]
    [InlineData("POST", "getReports?max=1", """{"nombre_ies":"univalle"}""", 200)]
    [InlineData("POST", "getReports", "nombre_ies=univalle", 200)]
    [InlineData("POST", "getReports", """{"nombre_ies":"javeriana"}""", 403)]
    [InlineData("POST", "getReports", """{"nombre_ies":""", 400)]
    [InlineData("POST", "getUrlsUploaded", """{"nombre_ies":"univalle"}""", 200)]
    [InlineData("GET", "api/runs/univalle", null, 200)]
    [InlineData("GET", "api/runs/univalle?file=2020/a%C3%B1o%20%F0%9F%8E%93.csv", null, 200)]
    [InlineData("GET", "api/runs/univalle?file=ninguno.csv", null, 404)]
    [InlineData("GET", "api/runs/javeriana", null, 403)]
    [InlineData("DELETE", "api/runs/univalle/2020/ning%C3%BAn%20a%C3%B1o.csv", null, 404)]
    [InlineData("DELETE", "api/runs/univalle/..%2F..%2Fudea.csv", null, 400)]
    [InlineData("POST", "api/uploads/univalle", """{"file":"enlace.csv","size":1}""", 200)]
    [InlineData("GET", "api/uploads/univalle/2020/a%C3%B1o%20%F0%9F%8E%93.csv", null, 200)]
    [InlineData("POST", "api/uploads/univalle", """{"file":"enlace.pdf","size":1}""", 400)]
    [InlineData("POST", "api/uploads/univalle", """{"file":"enorme.csv","size":6000000000}""", 413)]
    [InlineData("POST", "api/uploads/javeriana", """{"file":"enlace.csv","size":1}""", 403)]
    [InlineData("POST", "api/students/univalle/export", """{"id":"NADIE-1"}""", 200)]
    [InlineData("POST", "api/students/univalle/erase", """{"id":"NADIE-1"}""", 200)]
    [InlineData("POST", "api/students/univalle/erase", "{}", 400)]
    [InlineData("POST", "api/students/javeriana/erase", """{"id":"NADIE-1"}""", 403)]
    [InlineData("GET", "api/preferences/univalle", null, 200)]
    [InlineData("PUT", "api/preferences/univalle", """{"language":"Francés"}""", 400)]
    [InlineData("PUT", "api/preferences/javeriana", "{}", 403)]
    [InlineData("GET", "openapi.json", null, 200)]
    [InlineData("GET", "health", null, 200)]
    public async Task A_call_is_answered_as_by_LocalHost(string method, string path, string? body, int status)
    {
        await fixture.SeedAsync();
        var answer = await AssertSameAsync(() => Request(method, path, body));
        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("cargadatos?bucketName=udea&nameFile=web.csv", "cohorte.csv", Row, 200)]
    [InlineData("cargadatos?nameFile=campo.csv", "cohorte.csv", Row, 200)]
    [InlineData("cargadatos?bucketName=udea", "cliente ñ.csv", Row, 200)]
    [InlineData("api/v1/data-upload", "cohorte.csv", Row, 200)]
    [InlineData("cargadatos?bucketName=udea&nameFile=foto.png", "foto.png", Row, 400)]
    [InlineData("cargadatos?bucketName=udea&nameFile=falso.csv.gz", "falso.csv.gz", Row, 415)]
    [InlineData("cargadatos?bucketName=javeriana&nameFile=a.csv", "a.csv", Row, 403)]
    public async Task An_upload_is_answered_as_by_LocalHost(string path, string file, string content, int status)
    {
        var answer = await AssertSameAsync(() => Upload(path, file, new StringContent(content)));
        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_page_of_a_configured_origin_may_call_and_another_may_not()
    {
        // Act
        var allowed = await AssertSameAsync(() => Preflight("https://web.univalle.example"));
        var foreign = await AssertSameAsync(() => Preflight("https://otra.example"));

        // Assert
        Assert.Contains("access-control-allow-origin: https://web.univalle.example", allowed.Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("access-control-allow-origin", foreign.Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_of_40_megabytes_arrives_whole_on_both_hosts()
    {
        // Kestrel alone would refuse more than 30 000 000 bytes.
        var content = Rows(40_000_000);

        // Act
        var answer = await AssertSameAsync(() =>
            Upload("cargadatos?bucketName=udea&nameFile=grande.csv", "grande.csv", new ByteArrayContent(content)));

        // Assert
        Assert.Contains($"\"size\":{content.Length}", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_above_the_limit_is_refused_before_it_is_sent()
    {
        // Act
        var answer = await AssertSameAsync(() =>
        {
            var request = Upload("cargadatos?bucketName=udea&nameFile=enorme.csv", "enorme.csv",
                new ByteArrayContent(new byte[WorkerFixture.MaxUploadBytes + 100_000]));
            request.Headers.ExpectContinue = true;
            return request;
        });

        // Assert
        Assert.Equal(413, answer.Status);
    }

    [Fact]
    public async Task A_file_sent_by_a_write_link_is_scored_by_the_worker()
    {
        // Arrange
        var content = NumberedRows(1_000_000);
        using var request = Request("POST", "api/uploads/udea", $$"""{"file":"por-enlace.csv","size":{{content.Length}}}""");
        using var answer = await fixture.Worker.SendAsync(request, TestContext.Current.CancellationToken);
        var given = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var link = JsonElement.Parse(given).GetProperty("url").GetString();

        // Act
        using var http = new HttpClient();
        using var put = new HttpRequestMessage(HttpMethod.Put, link) { Content = new ByteArrayContent(content) };
        put.Headers.Add("x-ms-blob-type", "BlockBlob");
        using var sent = await http.SendAsync(put, TestContext.Current.CancellationToken);
        WorkerFixture.AssertSuccess(await fixture.Worker.InvokeBlobAsync("CreatePredictions", "udea/por-enlace.csv"));

        // Assert
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        Assert.Equal("Done", await fixture.Storage.StateOfAsync("udea/por-enlace.csv"));
    }

    [Fact]
    public async Task A_run_that_is_deleted_is_gone_on_both_hosts()
    {
        // Arrange
        await fixture.ScoreOnBothAsync("udea/2020/sobra más.csv", Row);

        // Act
        var deleted = await AssertSameAsync(() => Request("DELETE", "api/runs/udea/2020/sobra%20m%C3%A1s.csv"));
        var after = await AssertSameAsync(() => Request("GET", "api/runs/udea?file=2020/sobra%20m%C3%A1s.csv"));

        // Assert
        Assert.Equal((204, 404), (deleted.Status, after.Status));
        Assert.Empty(await Storage.NamesAsync(fixture.Storage.Uploads, "udea/2020/sobra"));
        Assert.Empty(await Storage.NamesAsync(fixture.Storage.Reports, "udea/2020/reporte_sobra"));
    }

    [Fact]
    public async Task A_ledger_entry_that_cannot_be_read_is_answered_with_503_that_tells_nothing_of_the_inside()
    {
        // Arrange
        foreach (var storage in (Storage[])[fixture.Storage, fixture.LocalStorage])
        {
            await storage.Ledger.UploadBlobAsync("runs/udea/rota.csv.json", new BinaryData("{ EST-SECRETO"),
                TestContext.Current.CancellationToken);
        }

        // Act
        var spoilt = await AssertSameAsync(() => Request("GET", "api/runs/udea?file=rota.csv"));
        var next = await AssertSameAsync(() => Request("GET", "api/runs/udea?file=ninguno.csv"));

        // Assert
        Assert.Equal((503, 404), (spoilt.Status, next.Status));
        Assert.DoesNotContain("EST-SECRETO", spoilt.Body + fixture.Worker.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_in_mid_upload_leaves_nothing_behind()
    {
        // Arrange
        var pipe = new Pipe();
        using var request = Upload("cargadatos?bucketName=udea&nameFile=colgada.csv", "colgada.csv",
            new StreamContent(pipe.Reader.AsStream()));
        using var hangUp = new CancellationTokenSource();

        // Act: more than the servers between buffer, so that the function is reading.
        var answering = fixture.Worker.SendAsync(request, hangUp.Token);
        await pipe.Writer.WriteAsync(Rows(20_000_000), TestContext.Current.CancellationToken);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
        var again = await AssertSameAsync(() =>
            Upload("cargadatos?bucketName=udea&nameFile=colgada.csv", "colgada.csv", new StringContent(Row)));

        // Assert: the name is still free.
        Assert.Contains("\"name\":\"udea/colgada.csv\"", again.Body, StringComparison.Ordinal);
    }

    private async Task<HttpAnswer> AssertSameAsync(Func<HttpRequestMessage> createRequest)
    {
        using var request = createRequest();
        var (worker, localHost) = await fixture.SendToBothAsync(createRequest);
        if (request.RequestUri!.OriginalString.StartsWith("api/audit/", StringComparison.Ordinal))
        {
            (worker, localHost) = (WithoutEntries(worker), WithoutEntries(localHost));
        }

        Assert.True(worker == localHost, $"{request.Method} {request.RequestUri}\nthe worker: {worker}\nLocalHost: {localHost}");
        return worker;
    }

    /// <summary>Each host appends to its audit log in its own rhythm, some seconds after a call; and each read is an entry too.</summary>
    private static HttpAnswer WithoutEntries(HttpAnswer answer) =>
        answer.Status == 200 && JsonElement.Parse(answer.Body).ValueKind == JsonValueKind.Array
            ? answer with { Body = "[<entries>]" }
            : answer;

    /// <summary>A path that the function's route matches.</summary>
    private static string ExampleOf(LoadedFunction function) => function.Route
        .Replace("{ies}", "univalle", StringComparison.Ordinal)
        .Replace("{*file}", "2020/ninguno.csv", StringComparison.Ordinal).Replace("{*path}", "", StringComparison.Ordinal);

    private static byte[] Rows(int bytes) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Row, bytes / Row.Length)));

    private static byte[] NumberedRows(int bytes) =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, bytes / Row.Length).Select(number => $"E{number}{Row[2..]}")));

    private static HttpRequestMessage Request(string method, string path, string? body = null, string? key = WorkerFixture.Key)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Content = body is null ? null
            : new StringContent(body, Encoding.UTF8, body[0] == '{' ? "application/json" : "application/x-www-form-urlencoded");
        if (key is not null)
        {
            request.Headers.Add("x-api-key", key);
        }

        return request;
    }

    private static HttpRequestMessage Upload(string path, string file, HttpContent content)
    {
        var request = Request("POST", path);
        request.Content = new MultipartFormDataContent { { new StringContent("udea"), "bucketName" }, { content, "data", file } };
        return request;
    }

    private static HttpRequestMessage Preflight(string origin) => new(HttpMethod.Options, new Uri("getReports", UriKind.Relative))
    {
        Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" } },
    };
}
