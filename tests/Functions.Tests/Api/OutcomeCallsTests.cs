using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Api;

public sealed class OutcomeCallsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Header = "id,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences," +
        "Sex,Famsize,Schoolsup,Famsup,Paid,Activities,Higher,Internet,Romantic\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_past_report_is_measured_kept_and_erased_with_its_run()
    {
        // Arrange
        var file = await UploadAsync("medida.csv");

        // Act
        var posted = await SendAsync(HttpMethod.Post, $"api/outcomes/udea/{file}?capacity=2", "id,passed\nA1,no\nB2,yes\nC3,no\n");
        var kept = await SendAsync(HttpMethod.Get, $"api/outcomes/udea/{file}");
        var all = await SendAsync(HttpMethod.Get, "api/outcomes/udea");
        var rows = await SendAsync(HttpMethod.Get, $"api/outcomes/udea/{file}?format=rows");
        var erased = await SendAsync(HttpMethod.Delete, $"api/runs/udea/{file}");
        var gone = await SendAsync(HttpMethod.Get, $"api/outcomes/udea/{file}");

        // Assert
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NotFound), (posted.Status, erased.Status, gone.Status));
        Assert.Equal(posted.Body, kept.Body);
        var measured = JsonDocument.Parse(posted.Body).RootElement.GetProperty("measured");
        Assert.Equal((3, 2),
            (measured.GetProperty("measured").GetInt32(), measured.GetProperty("atCapacity").GetProperty("called").GetInt32()));
        Assert.NotEmpty(measured.GetProperty("groups").EnumerateArray());
        Assert.Contains(file, all.Body, StringComparison.Ordinal);
        Assert.Equal(4, rows.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        await foreach (var blob in host.Storage.GetBlobContainerClient("antivirus-estado")
            .GetBlobsAsync(prefix: "outcomes/", traits: default, states: default, cancellationToken: Cancellation))
        {
            Assert.DoesNotContain("medida", blob.Name, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("id,passed\nZ9,no\n", "ninguno de ellos en el reporte")]
    [InlineData("id,passed\nA1,quizás\n", "Línea 2, columna passed")]
    [InlineData("", "Línea")]
    public async Task Labels_that_cannot_be_meant_are_refused_in_words(string labels, string message)
    {
        // Arrange
        var file = await UploadAsync("rechazo.csv");

        // Act
        var refused = await SendAsync(HttpMethod.Post, $"api/outcomes/udea/{file}", labels);

        // Assert
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.True(message == "Línea" || refused.Body.Contains(message, StringComparison.Ordinal), refused.Body);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"api/outcomes/udea/{file}")).Status);
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("Z9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Outcomes_of_a_report_that_is_not_there_are_refused() =>
        Assert.Equal(HttpStatusCode.NotFound,
            (await SendAsync(HttpMethod.Post, "api/outcomes/udea/nunca.csv", "id,passed\nA1,no\n")).Status);

    [Fact]
    public async Task Another_institution_sees_nothing()
    {
        using var request = ApiHost.Request(HttpMethod.Get, "api/outcomes/udea", ApiHost.Udea2Key);
        using var answer = await host.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static string Row(string id, int goout) =>
        string.Create(CultureInfo.InvariantCulture, $"{id},17,1,1,3,5,{goout},3,4,2,0,0,1,0,1,0,1,1,0\n");

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var answer = await host.Http.SendAsync(ApiHost.Request(method, path, ApiHost.UdeaKey, content), Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task<string> UploadAsync(string name)
    {
        var content = Header + Row("A1", 1) + Row("B2", 5) + Row("C3", 3);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "data", name } };
        using var request = ApiHost.Request(HttpMethod.Post, $"cargadatos?bucketName=udea&nameFile={name}", ApiHost.UdeaKey, form);
        using var answer = await host.Http.SendAsync(request, Cancellation);
        var upload = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("name").GetString()!;
        var file = upload["udea/".Length..];
        await Eventually.HoldsAsync(
            async () => (await SendAsync(HttpMethod.Get, $"api/runs/udea?file={file}")).Body.Contains("\"Done\"", StringComparison.Ordinal),
            "The upload is scored.");
        return file;
    }
}
