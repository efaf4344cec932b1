using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Antivirus.Functions.Tests.Api;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Pages;

public sealed class PageCallsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Header = "id,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences," +
        "Sex,Famsize,Schoolsup,Famsup,Paid,Activities,Higher,Internet,Romantic\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_learns_how_to_sign_in_without_a_key_and_nothing_else()
    {
        // Act
        var config = await GetAsync("api/portal/config", key: null);

        // Assert
        Assert.Equal(("Keys", ApiHost.MaxUploadBytes),
            (config.GetProperty("mode").GetString(), config.GetProperty("maxUploadBytes").GetInt64()));
        foreach (var path in (string[])["api/me", "api/portal/runs/udea", "api/models/udea", "api/audit/udea",
            "api/capacity/udea/a.csv?n=1", "api/programmes/udea/a.csv?n=1", "api/problems/udea/a.csv"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(path, null));
            Assert.Equal(path == "api/me" ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await StatusAsync(path, ApiHost.Udea2Key));
        }
    }

    [Fact]
    public async Task A_key_opens_its_institutions_under_their_names()
    {
        // Act
        var me = await GetAsync("api/me", ApiHost.UdeaKey);

        // Assert
        var institution = Assert.Single(me.GetProperty("institutions").EnumerateArray());
        Assert.Equal(("udea", "Universidad de Antioquia"),
            (institution.GetProperty("code").GetString(), institution.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task The_page_learns_the_time_zone_that_the_institution_chose()
    {
        // Arrange
        Assert.Equal("UTC", await TimeZoneAsync());

        // Act
        using var saved = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Put, "api/preferences/udea", ApiHost.UdeaKey,
            Json("""{"timeZone":"America/Bogota"}""")), Cancellation);

        // Assert
        Assert.Equal((HttpStatusCode.OK, "America/Bogota"), (saved.StatusCode, await TimeZoneAsync()));

        async Task<string?> TimeZoneAsync()
        {
            var me = await GetAsync("api/me", ApiHost.KeyWithRole("consejeria"));
            return me.GetProperty("institutions")[0].GetProperty("timeZone").GetString();
        }
    }

    [Fact]
    public async Task A_file_is_explained_before_it_is_sent_and_nothing_of_it_is_kept()
    {
        // Arrange
        var content = "Universidad\n\n" + Header + "A" + Row(5) + "B,x" + Row(1)[3..];

        // Act
        var preview = await PostAsync("api/preview/udea", new ByteArrayContent(Encoding.UTF8.GetBytes(content)));

        // Assert
        Assert.Equal(3, preview.GetProperty("reading").GetProperty("headerLine").GetInt32());
        var columns = preview.GetProperty("columns").EnumerateArray().ToList();
        Assert.True(columns[0].GetProperty("isId").GetBoolean());
        Assert.Equal("Edad", columns[1].GetProperty("label").GetString());
        Assert.Equal((5, "age (Edad)"), (preview.GetProperty("problems")[0].GetProperty("line").GetInt32(),
            preview.GetProperty("problems")[0].GetProperty("column").GetString()));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("B,x", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_refused_with_the_reason()
    {
        // Act
        var preview = await PostAsync("api/preview/udea", new StringContent("código;carrera\n1;Derecho\n"));

        // Assert
        Assert.False(preview.TryGetProperty("reading", out _));
        Assert.Contains("age", preview.GetProperty("refused").GetProperty("expected").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_to_call_first_comes_first_with_what_the_list_promises()
    {
        // Arrange
        var file = await UploadAsync("orden.csv", Header + "A" + Row(1) + "B" + Row(5) + "C" + Row(3) + "D,x" + Row(3)[3..]);

        // Act
        var answer = await PostAsync($"api/students/udea/{file}", Json("""{"from":0,"count":10,"capacity":2}"""));
        var list = await GetAsync($"api/capacity/udea/{file}?n=2", ApiHost.UdeaKey);
        var problems = await GetAsync($"api/problems/udea/{file}", ApiHost.UdeaKey);

        // Assert
        var students = answer.GetProperty("students").EnumerateArray().ToList();
        Assert.Equal((2, 3), (students.Count, answer.GetProperty("total").GetInt32()));
        Assert.True(students[0].GetProperty("score").GetDouble() >= students[1].GetProperty("score").GetDouble());
        Assert.Equal((1, 2), (students[0].GetProperty("order").GetInt32(), students[1].GetProperty("order").GetInt32()));
        Assert.Equal(students[1].GetProperty("score").GetDouble(), list.GetProperty("lowestScore").GetDouble());
        Assert.Equal(5, problems[0].GetProperty("line").GetInt32());
    }

    [Theory]
    [InlineData("csv", "Id_estudiantes,Orden,Probabilidad,Factores\r\n")]
    [InlineData("csv-excel", "\uFEFFId_estudiantes;Orden;Probabilidad;Factores\r\n")]
    public async Task The_filtered_list_can_be_had_as_a_file_without_labels(string format, string header)
    {
        // Arrange
        var file = await UploadAsync($"exporta-{format}.csv", Header + "ANA" + Row(1) + "=1+1" + Row(5) + "ANITA" + Row(3));

        // Act
        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, $"api/students/udea/{file}?format={format}",
            ApiHost.UdeaKey, Json("""{"from":0,"count":1,"capacity":3,"text":"an"}""")), Cancellation);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancellation);

        // Assert
        var text = Encoding.UTF8.GetString(bytes);
        Assert.StartsWith(header, text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("riesgo", text, StringComparison.Ordinal);
        Assert.Equal($"llamar_{file}", answer.Content.Headers.ContentDisposition!.FileNameStar);
    }

    [Theory]
    [InlineData("""{"from":0,"count":10,"capacity":0}""")]
    [InlineData("""{"from":-1,"count":10,"capacity":1}""")]
    [InlineData("""{"from":0,"count":10,"capacity":1000000}""")]
    [InlineData("no")]
    [InlineData("null")]
    public async Task A_list_that_cannot_be_meant_is_refused(string body)
    {
        // Arrange
        var file = await UploadAsync("mal.csv", Header + "A" + Row(1));

        // Act
        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, $"api/students/udea/{file}", ApiHost.UdeaKey,
            Json(body)), Cancellation);

        // Assert
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Uploads_come_newest_first_a_page_at_a_time_and_the_audit_log_keeps_each_look()
    {
        // Arrange
        await UploadAsync("vieja.csv", Header + "A" + Row(1));
        var newest = await UploadAsync("nueva.csv", Header + "A" + Row(1));

        // Act
        var page = await GetAsync("api/portal/runs/udea?max=1", ApiHost.UdeaKey);
        await Eventually.HoldsAsync(
            async () => (await GetAsync("api/audit/udea", ApiHost.UdeaKey)).EnumerateArray()
                .Any(entry => entry.GetProperty("action").GetString() == "runs"),
            "The look is in the audit log.");

        // Assert
        Assert.Equal(newest, Assert.Single(page.GetProperty("runs").EnumerateArray()).GetProperty("file").GetString());
        Assert.Equal("1", page.GetProperty("continuation").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("api/portal/runs/udea?max=muchos", ApiHost.UdeaKey));
    }

    private static string Row(int goout) => string.Create(CultureInfo.InvariantCulture, $",17,1,1,3,5,{goout},3,4,2,0,0,1,0,1,0,1,1,0\n");

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private Task<string> UploadAsync(string name, string content) => host.UploadAsync(name, content, Cancellation);

    private async Task<JsonElement> GetAsync(string path, string? key)
    {
        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Get, path, key), Cancellation);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }

    private async Task<JsonElement> PostAsync(string path, HttpContent content)
    {
        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, path, ApiHost.UdeaKey, content), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string? key)
    {
        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Get, path, key), Cancellation);
        return answer.StatusCode;
    }
}
