using System.Net;
using System.Text;
using System.Text.Json;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Api;

/// <summary>An institution chooses how its reports and emails are written.</summary>
public sealed class PreferenceTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Row = "E1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_chosen_stands_over_the_settings_and_can_be_taken_back()
    {
        // Act
        var (_, before) = await SendAsync(HttpMethod.Get, ApiHost.Udea2Key, "udea2");
        var (changed, _) = await SendAsync(HttpMethod.Put, ApiHost.Udea2Key, "udea2",
            """{"language":"English","timeZone":"America/Bogota","attachment":"None"}""");
        var (_, chosen) = await SendAsync(HttpMethod.Get, ApiHost.Udea2Key, "udea2");
        await SendAsync(HttpMethod.Put, ApiHost.Udea2Key, "udea2", "{}");
        var (_, after) = await SendAsync(HttpMethod.Get, ApiHost.Udea2Key, "udea2");

        // Assert
        const string Settings = """{"language":"Spanish","timeZone":"UTC","attachment":"Csv"}""";
        Assert.Equal(HttpStatusCode.OK, changed);
        Assert.Equal("""{"language":"English","timeZone":"America/Bogota","attachment":"None"}""", Raw(chosen, "inForce"));
        Assert.All([before, chosen, after], answer => Assert.Equal(Settings, Raw(answer, "configured")));
        Assert.Equal((Settings, "{}"), (Raw(after, "inForce"), Raw(after, "chosen")));
    }

    [Fact]
    public async Task The_next_report_and_its_email_follow_what_was_chosen()
    {
        // Arrange
        await SendAsync(HttpMethod.Put, ApiHost.UdeaKey, "udea",
            """{"language":"English","timeZone":"America/Bogota","attachment":"Xlsx"}""");
        using var recipient = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, "api/recipients/udea", ApiHost.UdeaKey,
            new StringContent("""{"email":"quien.elige@udea.example"}""")), Cancellation);

        // Act
        var file = await host.UploadAsync("preferida.csv", Row, Cancellation);
        string? email = null;
        await Eventually.HoldsAsync(() => Task.FromResult((email = FindEmail("reporte_preferida.xlsx")) is not null),
            "The email lies there.");

        // Assert
        Assert.Equal("preferida.csv", file);
        Assert.Contains("(UTC=E2=88=925)", email, StringComparison.Ordinal);
        Assert.Contains("students", email, StringComparison.Ordinal);
        Assert.DoesNotContain("estudiantes", email, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_people_who_change_at_once_the_second_is_told_and_replaces_nothing()
    {
        // Arrange
        var (_, seen) = await SendAsync(HttpMethod.Get, ApiHost.KeyWithRole("administracion"), "udea");
        var version = JsonSerializer.Serialize(seen.GetProperty("version").GetString());

        // Act
        var (first, _) = await SendAsync(HttpMethod.Put, ApiHost.UdeaKey, "udea", $$"""{"language":"English","version":{{version}}}""");
        var (second, refusal) = await SendAsync(HttpMethod.Put, ApiHost.UdeaKey, "udea",
            $$"""{"language":"Spanish","version":{{version}}}""");
        var (_, after) = await SendAsync(HttpMethod.Get, ApiHost.UdeaKey, "udea");

        // Assert
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (first, second));
        Assert.Contains("Otra persona", refusal.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("English", after.GetProperty("chosen").GetProperty("language").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"language":"Francés"}""")]
    [InlineData("""{"language":"1"}""")]
    [InlineData("""{"language":1}""")]
    [InlineData("""{"timeZone":"Bogotá"}""")]
    [InlineData("""{"timeZone":""}""")]
    [InlineData("""{"attachment":"xlsx"}""")]
    [InlineData("""{"adjunto":"Xlsx"}""")]
    [InlineData("""{"timeZone":"\ud800"}""")]
    [InlineData("""{"version":"2"}""")]
    [InlineData("""{"version":"\"0x2\nñ\""}""")]
    [InlineData("""{"version":"*"}""")]
    public async Task What_is_not_known_is_refused_with_what_is_expected(string body)
    {
        var (status, answer) = await SendAsync(HttpMethod.Put, ApiHost.Udea2Key, "udea2", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("America/Bogota", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ApiHost.Udea2Key, HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task A_neighbour_and_a_stranger_neither_see_nor_change_them(string? key, HttpStatusCode expected)
    {
        Assert.Equal(expected, (await SendAsync(HttpMethod.Get, key, "udea")).Status);
        Assert.Equal(expected, (await SendAsync(HttpMethod.Put, key, "udea", "{}")).Status);
    }

    [Fact]
    public async Task A_change_is_audited_with_what_was_chosen()
    {
        // Act
        await SendAsync(HttpMethod.Put, ApiHost.Udea2Key, "udea2", """{"attachment":"Xlsx"}""");

        // Assert
        await Eventually.HoldsAsync(async () => (await ReadAuditAsync()).Any(entry =>
            entry.GetProperty("action").GetString() == "preferencesChange"
            && entry.GetProperty("result").GetString()!.EndsWith("attachment Xlsx", StringComparison.Ordinal)), "The change is audited.");
    }

    private async Task<IEnumerable<JsonElement>> ReadAuditAsync()
    {
        using var audit = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Get, "api/audit/udea2", ApiHost.Udea2Key), Cancellation);
        return JsonDocument.Parse(await audit.Content.ReadAsStringAsync(Cancellation)).RootElement.EnumerateArray();
    }

    private string? FindEmail(string attachment) => Directory.Exists(host.PickupFolder)
        ? Directory.GetFiles(host.PickupFolder, "*.eml").Select(File.ReadAllText)
            .FirstOrDefault(email => email.Contains(attachment, StringComparison.Ordinal))
        : null;

    private static string Raw(JsonElement answer, string field) => answer.GetProperty(field).GetRawText();

    private async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(HttpMethod method, string? key, string ies,
        string? body = null)
    {
        using var request = ApiHost.Request(method, $"api/preferences/{ies}", key,
            body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));
        using var answer = await host.Http.SendAsync(request, Cancellation);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement);
    }
}
