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
        Assert.Contains(file, all.Body, StringComparison.Ordinal);
        Assert.Equal(4, rows.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        await foreach (var blob in host.Storage.GetBlobContainerClient("antivirus-estado")
            .GetBlobsAsync(prefix: "outcomes/", traits: default, states: default, cancellationToken: Cancellation))
        {
            Assert.DoesNotContain("medida", blob.Name, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Groups_of_fewer_than_ten_students_are_never_answered()
    {
        // Arrange: twelve are F, nine M; students 0 to 9 are 16 years old
        var rows = string.Concat(Enumerable.Range(0, 21).Select(number => string.Create(CultureInfo.InvariantCulture,
            $"E{number},{(number < 10 ? 16 : 17)},1,1,3,5,3,3,4,2,{(number < 12 ? "F" : "M")},0,1,0,1,0,1,1,0\n")));
        var file = await UploadAsync("grupos.csv", Header + rows);
        var labels = "id,passed\n" +
            string.Concat(Enumerable.Range(0, 21).Select(number => $"E{number},{(number % 2 == 0 ? "no" : "Sí")}\n"));

        // Act
        var posted = await SendAsync(HttpMethod.Post, $"api/outcomes/udea/{file}", labels);
        var kept = await SendAsync(HttpMethod.Get, $"api/outcomes/udea/{file}");
        var all = await SendAsync(HttpMethod.Get, "api/outcomes/udea");

        // Assert
        Assert.Equal(HttpStatusCode.OK, posted.Status);
        var terms = JsonElement.Parse(all.Body).EnumerateArray().Where(term => term.GetProperty("file").GetString() == file);
        foreach (var answer in (JsonElement[])[JsonElement.Parse(posted.Body), JsonElement.Parse(kept.Body), terms.Single()])
        {
            var groups = answer.GetProperty("measured").GetProperty("groups").EnumerateArray().ToList();
            // By age, sex and three columns of one value each: the nine M are not there, nor the F, who would tell them.
            Assert.Equal([10, 11, 21, 21, 21], groups.Select(group => group.GetProperty("count").GetInt32()).Order());
        }
    }

    [Fact]
    public async Task Labels_of_other_students_repeated_and_contradicting_ones_are_counted_and_said()
    {
        // Arrange
        var file = await UploadAsync("repetidos.csv");
        var labels = "id,passed\nA1,no\nA1,no\nB2,sí\nC3,no\nC3,sí\nZ9,no\n";

        // Act
        var posted = await SendAsync(HttpMethod.Post, $"api/outcomes/udea/{file}", labels);

        // Assert
        Assert.Equal(HttpStatusCode.OK, posted.Status);
        var answer = JsonElement.Parse(posted.Body);
        var counts = answer.GetProperty("measured").GetProperty("labels");
        Assert.Equal([1, 1, 1],
            ((string[])["repeated", "contradicting", "notInReport"]).Select(name => counts.GetProperty(name).GetInt32()));
        Assert.Equal(2, answer.GetProperty("measured").GetProperty("measured").GetInt32());
        var sentences = string.Join('\n', answer.GetProperty("sentences").EnumerateArray());
        Assert.Contains("líneas 6", sentences, StringComparison.Ordinal);
        Assert.DoesNotContain("Z9", posted.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task A_body_that_is_not_a_multipart_form_is_the_file_whatever_its_type(string? type)
    {
        // Arrange
        var file = await UploadAsync($"tipo-{type?.Length ?? 0}.csv");
        using var content = new ByteArrayContent("id,passed\nA1,no\nB2,sí\n"u8.ToArray());
        content.Headers.ContentType = type is null ? null : new(type);

        // Act
        using var answer = await host.Http.SendAsync(
            ApiHost.Request(HttpMethod.Post, $"api/outcomes/udea/{file}", ApiHost.UdeaKey, content), Cancellation);

        // Assert
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, body);
        Assert.Contains("\"measured\":2", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id,passed\nZ9,no\n", "ninguno de ellos en el reporte")]
    [InlineData("id,passed\nA1,quizás\n", "Línea 2, columna passed")]
    [InlineData("id,passed\nA1,no\nA1,sí\n", "Línea 3, columna passed: se encontró otro desenlace")]
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

    private async Task<string> UploadAsync(string name, string? rows = null)
    {
        var content = rows ?? Header + Row("A1", 1) + Row("B2", 5) + Row("C3", 3);
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
