using System.Net;
using System.Text;
using System.Text.Json;
using Antivirus.Functions.Tests.Api;

namespace Antivirus.Functions.Tests.Pages;

public sealed class ProgrammeTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Header = "id,Programa,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences,Sex,Famsize,Schoolsup," +
        "Famsup,Paid,Activities,Higher,Internet,Romantic\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_is_filtered_by_a_programme_that_the_upload_has_and_so_is_its_export()
    {
        // Arrange
        var file = await UploadAsync("programas.csv", Header + Row("A", "Música", 5) + Row("B", "Derecho", 3) + Row("C", "MUSICA", 1));

        // Act
        var offered = await GetAsync($"api/programmes/udea/{file}?n=3");
        var students = await PostAsync($"api/students/udea/{file}");
        using var export = await SendAsync($"api/students/udea/{file}?format=csv");

        // Assert
        Assert.Equal("""{"column":"Programa","values":[{"value":"Derecho","students":1},{"value":"Música","students":2}]}""", offered);
        Assert.Equal(["A", "C"], students.GetProperty("students").EnumerateArray().Select(student => student.GetProperty("id").GetString())
            .Order());
        Assert.Equal(2, students.GetProperty("matching").GetInt32());
        Assert.DoesNotContain("B,", await export.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("Música", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_ends_before_the_second_programme_offers_none()
    {
        // Arrange
        var file = await UploadAsync("corta.csv", Header + Row("A", "Música", 5) + Row("B", "Derecho", 1));

        // Act & Assert
        Assert.Equal("""{"values":[]}""", await GetAsync($"api/programmes/udea/{file}?n=1"));
        Assert.Contains("Derecho", await GetAsync($"api/programmes/udea/{file}?n=1000000"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_student_was_erased_the_others_are_still_filtered()
    {
        // Arrange
        var file = await UploadAsync("borrado.csv",
            Header + Row("FUERA", "Música", 5) + Row("B", "Derecho", 3) + Row("C", "Música", 1));
        using var erased = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, "api/students/udea/erase", ApiHost.UdeaKey,
            Json("""{"id":"FUERA"}""")), Cancellation);

        // Act & Assert
        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        Assert.Equal("""{"column":"Programa","values":[{"value":"Derecho","students":1},{"value":"Música","students":1}]}""",
            await GetAsync($"api/programmes/udea/{file}?n=3"));
    }

    [Fact]
    public async Task Without_its_upload_a_report_has_no_programmes_and_a_list_by_one_says_so()
    {
        // Arrange
        var file = await UploadAsync("sin-archivo.csv", Header + Row("A", "Música", 5) + Row("B", "Derecho", 3));
        await host.Uploads.GetBlobClient($"udea/{file}").DeleteAsync(cancellationToken: Cancellation);

        // Act
        using var refused = await SendAsync($"api/students/udea/{file}");

        // Assert
        Assert.Equal("""{"values":[]}""", await GetAsync($"api/programmes/udea/{file}?n=3"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("elija «Todos»", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?n=0")]
    [InlineData("?n=muchos")]
    public async Task How_long_the_list_is_must_be_said(string query)
    {
        // Arrange
        var file = await UploadAsync("largo.csv", Header + Row("A", "Música", 5));

        // Act
        using var answer = await host.Http.SendAsync(
            ApiHost.Request(HttpMethod.Get, $"api/programmes/udea/{file}{query}", ApiHost.UdeaKey), Cancellation);

        // Assert
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static string Row(string id, string programme, int goout) => $"{id},{programme},17,1,1,3,5,{goout},3,4,2,0,0,1,0,1,0,1,1,0\n";

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private Task<string> UploadAsync(string name, string content) => host.UploadAsync(name, content, Cancellation);

    private async Task<string> GetAsync(string path)
    {
        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Get, path, ApiHost.UdeaKey), Cancellation);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private Task<HttpResponseMessage> SendAsync(string path) => host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, path, ApiHost.UdeaKey,
        Json("""{"from":0,"count":10,"capacity":3,"programme":"Música"}""")), Cancellation);

    private async Task<JsonElement> PostAsync(string path)
    {
        using var answer = await SendAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }
}
