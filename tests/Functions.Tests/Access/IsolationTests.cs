using System.Net;
using System.Text;
using Antivirus.Functions.Tests.Api;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Access;

/// <summary>Nobody reaches what is another institution's.</summary>
public sealed class IsolationTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly string[] Routes = ["getReports", "getUrlsUploaded", "cargadatos", "data-upload", "runs", "run", "delete"];

    public static TheoryData<string, string?> WithoutKey()
    {
        var cases = new TheoryData<string, string?>();
        foreach (var route in Routes)
        {
            foreach (var key in (string?[])[null, "", "otra", ApiHost.ExpiredKey, ApiHost.UdeaKey.ToUpperInvariant(),
                ApiHost.UdeaKey + " x"])
            {
                cases.Add(route, key);
            }
        }

        return cases;
    }

    public static TheoryData<string, string, string> OfNeighbours()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var route in Routes)
        {
            cases.Add(route, "udea", ApiHost.Udea2Key);
            foreach (var ies in (string[])["udea2", "UDEA", "ude", "ude\u0430", "ｕｄｅａ", "udea ", " udea", "nadie"])
            {
                cases.Add(route, ies, ApiHost.UdeaKey);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(WithoutKey))]
    public async Task Without_a_valid_key_every_route_answers_401_and_nothing_else(string route, string? key)
    {
        await PlantSecretAsync();

        using var answer = await host.Http.SendAsync(Request(route, "udea", key), Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("secreto", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OfNeighbours))]
    public async Task A_key_opens_its_own_institution_only_and_tells_nothing_about_others(string route, string ies, string key)
    {
        await PlantSecretAsync();

        using var answer = await host.Http.SendAsync(Request(route, ies, key), Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Esta clave no da acceso a esa institución.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secreto", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("udea/x")]
    [InlineData("udea/../udea2")]
    [InlineData("udea2/..")]
    [InlineData("..")]
    [InlineData("udea\\")]
    [InlineData("udea\u0000")]
    [InlineData("udea\u200B")]
    [InlineData("udea\uFFFE")]
    public async Task A_code_that_could_lead_elsewhere_is_refused_on_every_route(string ies)
    {
        await PlantSecretAsync();

        foreach (var route in Routes)
        {
            using var answer = await host.Http.SendAsync(Request(route, ies, ApiHost.UdeaKey), Cancellation);

            Assert.InRange((int)answer.StatusCode, 400, 404);
            Assert.DoesNotContain("secreto", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        Assert.True(await host.Reports.GetBlobClient("udea2/reporte_secreto.csv").ExistsAsync(Cancellation));
    }

    [Theory]
    [InlineData("api/runs/udea/..%2Fudea2%2Fsecreto.csv")]
    [InlineData("api/runs/udea/%2E%2E/udea2/secreto.csv")]
    [InlineData("api/runs/udea//udea2/secreto.csv")]
    [InlineData("api/runs/udea%2F..%2Fudea2/secreto.csv")]
    public async Task Slashes_and_dots_erase_nothing_elsewhere(string path)
    {
        await PlantSecretAsync();

        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Delete, path, ApiHost.UdeaKey), Cancellation);

        Assert.InRange((int)answer.StatusCode, 400, 404);
        Assert.True(await host.Reports.GetBlobClient("udea2/reporte_secreto.csv").ExistsAsync(Cancellation));
    }

    [Theory]
    [InlineData("GET", "api/runs/udea2%2Fsecreto.csv")]
    [InlineData("GET", "api/runs/udea%2F..%2Fudea2")]
    [InlineData("GET", "api/runs/udea?file=..%2Fudea2%2Fsecreto.csv")]
    [InlineData("GET", "api/runs/udea?file=%2Fudea2%2Fsecreto.csv")]
    [InlineData("GET", "api/runs/udea/../udea2")]
    [InlineData("GET", "api/reports/udea/..%2Fudea2%2Freporte_secreto.csv")]
    [InlineData("GET", "api/uploads/udea/..%2Fudea2%2Fsecreto.csv")]
    [InlineData("GET", "api/problems/udea/..%2Fudea2%2Fsecreto.csv")]
    [InlineData("GET", "api/capacity/udea/..%2Fudea2%2Fsecreto.csv?n=1")]
    [InlineData("GET", "api/programmes/udea/..%2Fudea2%2Fsecreto.csv?n=1")]
    [InlineData("GET", "api/outcomes/udea/..%2Fudea2%2Fsecreto.csv")]
    [InlineData("POST", "api/students/udea/..%2Fudea2%2Fsecreto.csv")]
    [InlineData("POST", "api/student/udea/..%2Fudea2%2Fsecreto.csv")]
    public async Task Slashes_and_dots_lead_nowhere_else(string method, string path)
    {
        await PlantSecretAsync();
        using var request = ApiHost.Request(new HttpMethod(method), path, ApiHost.UdeaKey,
            method == "POST" ? new StringContent("""{"id":"E1"}""", Encoding.UTF8, "application/json") : null);

        using var answer = await host.Http.SendAsync(request, Cancellation);

        Assert.InRange((int)answer.StatusCode, 400, 405);
        Assert.DoesNotContain("\"state\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_in_the_query_opens_as_well()
    {
        using var answer = await host.Http.PostAsync(new Uri($"getReports?code={ApiHost.UdeaKey}", UriKind.Relative),
            new StringContent("nombre_ies=udea"), Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://web.udea.example", true)]
    [InlineData("https://otra.example", false)]
    public async Task Browsers_may_call_from_the_configured_origin_only(string origin, bool allowed)
    {
        using var preflight = ApiHost.Request(HttpMethod.Options, "getReports", null);
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");

        using var answer = await host.Http.SendAsync(preflight, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(allowed, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) && origins.Single() == origin);
        Assert.Equal(allowed, answer.Headers.Contains("Access-Control-Allow-Methods"));
    }

    [Fact]
    public async Task The_audit_log_tells_who_asked_for_what_and_no_log_holds_a_key_or_a_signature()
    {
        // Act
        using var answer = await host.Http.SendAsync(Request("getReports", "udea", ApiHost.UdeaKey), Cancellation);
        using var refused = await host.Http.SendAsync(Request("runs", "udea2", ApiHost.UdeaKey), Cancellation);

        // Assert
        foreach (var entry in (string[])["\"ies\":\"udea\",\"action\":\"getReports\"",
            "\"ies\":\"udea2\",\"action\":\"runs\",\"result\":\"403\""])
        {
            await Eventually.HoldsAsync(async () => (await AuditAsync())
                .Contains($"\"caller\":\"prueba\",{entry}", StringComparison.Ordinal), "Both calls are in the audit log.");
        }

        foreach (var line in host.Log.Lines.Append(await AuditAsync()))
        {
            Assert.DoesNotContain(ApiHost.UdeaKey, line, StringComparison.Ordinal);
            Assert.DoesNotContain("sig=", line, StringComparison.Ordinal);
        }
    }

    private static HttpRequestMessage Request(string route, string ies, string? key)
    {
        var escaped = Uri.EscapeDataString(ies);
        return route switch
        {
            "cargadatos" => ApiHost.Request(HttpMethod.Post, $"cargadatos?bucketName={escaped}&nameFile=intruso.csv", key, Form(null)),
            "data-upload" => ApiHost.Request(HttpMethod.Post, "api/v1/data-upload", key, Form(ies)),
            "runs" => ApiHost.Request(HttpMethod.Get, $"api/runs/{escaped}", key),
            "run" => ApiHost.Request(HttpMethod.Get, $"api/runs/{escaped}?file=secreto.csv", key),
            "delete" => ApiHost.Request(HttpMethod.Delete, $"api/runs/{escaped}/secreto.csv", key),
            _ => ApiHost.Request(HttpMethod.Post, route, key,
                new StringContent($"nombre_ies={escaped}", Encoding.UTF8, "application/x-www-form-urlencoded")),
        };
    }

    private static MultipartFormDataContent Form(string? ies)
    {
        var form = new MultipartFormDataContent();
        if (ies is not null)
        {
            form.Add(new StringContent(ies), "bucketName");
        }

        form.Add(new StringContent("E1,1\n"), "data", "intruso.csv");
        return form;
    }

    private async Task PlantSecretAsync()
    {
        await host.Reports.GetBlobClient("udea2/reporte_secreto.csv").UploadAsync(new BinaryData("secreto"), overwrite: true, Cancellation);
        await host.Reports.GetBlobClient("udea/reporte_secreto.csv").UploadAsync(new BinaryData("secreto"), overwrite: true, Cancellation);
    }

    private async Task<string> AuditAsync()
    {
        var text = new StringBuilder();
        await foreach (var blob in host.Audit.GetBlobsAsync(default, default, null, Cancellation))
        {
            text.Append((await host.Audit.GetBlobClient(blob.Name).DownloadContentAsync(Cancellation)).Value.Content);
        }

        return text.ToString();
    }
}
