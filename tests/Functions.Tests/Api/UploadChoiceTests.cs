using System.Net;
using System.Text;
using System.Text.Json;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Api;

/// <summary>A file that leaves open which column holds the ids asks, and the answer travels with the upload.</summary>
public sealed class UploadChoiceTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Header = "código año,documento 1,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences,"
        + "Sex,Famsize,Schoolsup,Famsup,Paid,Activities,Higher,Internet,Romantic\n";
    private const string Rows = "X1,D1,17,1,1,3,5,4,3,4,2,0,0,1,0,1,0,1,1,0\nX2,D2,17,1,1,3,5,1,3,4,2,0,0,1,0,1,0,1,1,0\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_preview_asks_which_column_and_takes_the_answer()
    {
        // Act
        var open = await PreviewAsync("");
        var chosen = await PreviewAsync("?idColumn=documento+1");
        var wrong = await PreviewAsync("?idColumn=nada");

        // Assert
        var question = open.GetProperty("question");
        Assert.Equal("IdColumn", question.GetProperty("kind").GetString());
        Assert.Contains("documento 1", question.GetProperty("choices").EnumerateArray().Select(choice => choice.GetString()));
        Assert.Equal("documento 1", chosen.GetProperty("reading").GetProperty("idColumn").GetString());
        Assert.False(chosen.TryGetProperty("question", out _));
        Assert.True(wrong.TryGetProperty("refused", out _));
    }

    [Fact]
    public async Task An_upload_is_read_with_the_choice_and_its_students_are_found_by_it()
    {
        // Act
        using var form = new MultipartFormDataContent { { new StringContent(Header + Rows), "data", "elegida.csv" } };
        using var request = ApiHost.Request(HttpMethod.Post,
            "cargadatos?bucketName=udea&nameFile=elegida.csv&idColumn=c%C3%B3digo+a%C3%B1o",
            ApiHost.UdeaKey, form);
        using var answer = await host.Http.SendAsync(request, Cancellation);
        await Eventually.HoldsAsync(async () => (await RunAsync("elegida.csv")).GetProperty("state").GetString() == "Done",
            "The upload is scored.");

        // Assert
        Assert.Equal("código año", (await RunAsync("elegida.csv")).GetProperty("reading").GetProperty("idColumn").GetString());
        using var detail = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, "api/student/udea/elegida.csv", ApiHost.UdeaKey,
            new StringContent("""{"id":"X2"}""")), Cancellation);
        Assert.Contains("\"explanation\":\"Whole\"", await detail.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_that_cannot_be_a_name_is_refused()
    {
        // Act
        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post,
            $"api/preview/udea?sheet={new string('x', 300)}", ApiHost.UdeaKey, new StringContent(Header)), Cancellation);

        // Assert
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<JsonElement> PreviewAsync(string query)
    {
        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, "api/preview/udea" + query, ApiHost.UdeaKey,
            new StringContent(Header + Rows, Encoding.UTF8)), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }

    private async Task<JsonElement> RunAsync(string file)
    {
        using var answer = await host.Http.SendAsync(
            ApiHost.Request(HttpMethod.Get, $"api/runs/udea?file={file}", ApiHost.UdeaKey), Cancellation);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }
}
