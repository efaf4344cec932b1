using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Antivirus.Functions.Tests.Api;

namespace Antivirus.Functions.Tests.Pages;

public sealed class StudentDetailTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Header = "id,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences,Sex,Famsize,Schoolsup,Famsup,"
        + "Paid,Activities,Higher,Internet,Romantic\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_students_reasons_have_signs_and_medians_and_no_sensitive_name()
    {
        // Arrange
        var file = await UploadAsync("razones.csv", Header + Row("A", 1, 0) + Row("EST-SECRETO", 5, 30) + Row("C", 3, 2));

        // Act
        var detail = await DetailAsync(file, "EST-SECRETO");

        // Assert
        var effects = detail.GetProperty("effects").EnumerateArray().ToList();
        Assert.Equal(("Whole", 1, 3), (detail.GetProperty("explanation").GetString(), detail.GetProperty("order").GetInt32(),
            detail.GetProperty("students").GetInt32()));
        Assert.Contains(effects, effect => effect.GetProperty("effect").GetDouble() > 0);
        Assert.Contains(effects, effect => effect.TryGetProperty("median", out _));
        Assert.DoesNotContain(effects, effect => effect.GetProperty("label").GetString() is "Sexo" or "Edad");
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("EST-SECRETO", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_upload_that_was_replaced_leaves_the_reasons_of_the_report_and_says_so()
    {
        // Arrange
        var file = await UploadAsync("cambiada.csv", Header + Row("A", 5, 30));
        await host.Uploads.GetBlobClient($"udea/{file}").DeleteAsync(cancellationToken: Cancellation);

        // Act
        var detail = await DetailAsync(file, "A");

        // Assert
        Assert.Equal("UploadChanged", detail.GetProperty("explanation").GetString());
        Assert.Empty(detail.GetProperty("effects").EnumerateArray());
    }

    [Fact]
    public async Task Earlier_reports_of_the_same_id_come_newest_first()
    {
        // Arrange
        var first = await UploadAsync("periodo1.csv", Header + Row("REPETIDO", 1, 0));
        var second = await UploadAsync("periodo2.csv", Header + Row("REPETIDO", 2, 0));
        var third = await UploadAsync("periodo3.csv", Header + Row("REPETIDO", 5, 30));

        // Act
        var detail = await DetailAsync(third, "REPETIDO");

        // Assert
        Assert.Equal([second, first], detail.GetProperty("earlier").EnumerateArray()
            .Select(earlier => earlier.GetProperty("file").GetString()));
    }

    [Theory]
    [InlineData("""{"id":"NADIE"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"id":""}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":null}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":7}""", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task An_id_that_the_report_does_not_have_is_refused(string body, HttpStatusCode expected)
    {
        // Arrange
        var file = await UploadAsync("nadie.csv", Header + Row("A", 1, 0));

        // Act
        using var answer = await SendAsync(file, ApiHost.UdeaKey, body);
        using var foreign = await SendAsync(file, ApiHost.Udea2Key, body);

        // Assert
        Assert.Equal((expected, HttpStatusCode.Forbidden), (answer.StatusCode, foreign.StatusCode));
    }

    private static string Row(string id, int goout, int absences) =>
        string.Create(CultureInfo.InvariantCulture, $"{id},17,1,1,3,5,{goout},3,4,{absences},0,0,1,0,1,0,1,1,0\n");

    private async Task<JsonElement> DetailAsync(string file, string id)
    {
        using var answer = await SendAsync(file, ApiHost.UdeaKey, $$"""{"id":"{{id}}"}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }

    private Task<HttpResponseMessage> SendAsync(string file, string key, string body) => host.Http.SendAsync(
        ApiHost.Request(HttpMethod.Post, $"api/student/udea/{file}", key, new StringContent(body, Encoding.UTF8, "application/json")),
        Cancellation);

    private Task<string> UploadAsync(string name, string content) => host.UploadAsync(name, content, Cancellation);
}
