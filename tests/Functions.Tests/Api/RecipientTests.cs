using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Api;

/// <summary>The calls of the original web client's account page in its own shapes, and the page's.</summary>
public sealed class RecipientTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_original_client_adds_lists_and_removes_a_recipient_with_its_own_requests()
    {
        // Act
        var added = await AddAsOriginalAsync("original@udea.example");
        var listed = await JsonOfAsync(await SendAsync(HttpMethod.Get, "mail/list/?prefix_uni=udea"));
        var removed = await SendAsync(HttpMethod.Delete, $"mail/delete/?id={added.GetProperty("id").GetString()}");
        var after = await JsonOfAsync(await SendAsync(HttpMethod.Get, "mail/list/?prefix_uni=udea"));

        // Assert
        Assert.Equal(["id", "university", "email"], added.EnumerateObject().Select(field => field.Name));
        Assert.Equal("Universidad de Antioquia", added.GetProperty("university").GetString());
        Assert.Contains(listed.EnumerateArray(), each => each.GetRawText() == added.GetRawText());
        Assert.True(removed.IsSuccessStatusCode);
        Assert.DoesNotContain("original@udea.example", after.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_there_already_keeps_its_id_whatever_its_case()
    {
        // Act
        var first = await AddAsync("dos.veces@udea.example");
        var second = await AddAsync("DOS.veces@udea.example");

        // Assert
        Assert.Equal(first.GetRawText(), second.GetRawText());
    }

    [Fact]
    public async Task Addresses_of_the_settings_are_listed_and_stay()
    {
        // Act
        var page = await JsonOfAsync(await SendAsync(HttpMethod.Get, "api/recipients/udea2", ApiHost.Udea2Key));
        var original = await JsonOfAsync(await SendAsync(HttpMethod.Get, "mail/list?prefix_uni=udea2", ApiHost.Udea2Key));
        var id = Assert.Single(original.EnumerateArray()).GetProperty("id").GetString();
        var removed = await SendAsync(HttpMethod.Delete, $"mail/delete?id={id}", ApiHost.Udea2Key);
        var added = await SendAsync(HttpMethod.Post, "api/recipients/udea2", ApiHost.Udea2Key, """{"email":"Rectoria@udea2.example"}""");

        // Assert
        Assert.Equal("rectoria@udea2.example", Assert.Single(page.GetProperty("configured").EnumerateArray()).GetString());
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (removed.StatusCode, added.StatusCode));
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("no", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"email":""}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"email":7}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"email":"sin-arroba"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"email":"a@x.example, b@x.example"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"email":"Ana <a@x.example>"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"email":"a@x.example\r\nBcc: b@x.example"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"email":"\ud800@x.example"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"email":"  con.espacios@udea.example "}""", HttpStatusCode.OK)]
    public async Task Only_one_bare_address_is_taken(string body, HttpStatusCode expected)
    {
        // Act
        using var answer = await SendAsync(HttpMethod.Post, "api/recipients/udea", ApiHost.UdeaKey, body);

        // Assert
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task An_address_of_300_characters_is_refused()
    {
        // Act
        using var answer = await SendAsync(HttpMethod.Post, "api/recipients/udea", ApiHost.UdeaKey,
            $$"""{"email":"{{new string('a', 300)}}@x.example"}""");

        // Assert
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET", "api/recipients/udea", null)]
    [InlineData("POST", "api/recipients/udea", """{"email":"ajeno@udea2.example"}""")]
    [InlineData("DELETE", "api/recipients/udea/udea-000000000000", null)]
    [InlineData("GET", "mail/list?prefix_uni=udea", null)]
    [InlineData("POST", "mail", """{"email":"ajeno@udea2.example","university":"x","u_prefix":"udea"}""")]
    [InlineData("DELETE", "mail/delete?id=udea-000000000000", null)]
    public async Task A_neighbours_key_neither_sees_nor_changes_the_list(string method, string path, string? body)
    {
        // Act
        using var foreign = await SendAsync(new HttpMethod(method), path, ApiHost.Udea2Key, body);
        using var keyless = await SendAsync(new HttpMethod(method), path, key: null, body);

        // Assert
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (foreign.StatusCode, keyless.StatusCode));
    }

    [Theory]
    [InlineData("mail/delete?id=udea-000000000000", HttpStatusCode.NotFound)]
    [InlineData("mail/delete?id=", HttpStatusCode.BadRequest)]
    [InlineData("mail/delete", HttpStatusCode.BadRequest)]
    [InlineData("api/recipients/udea/nadie", HttpStatusCode.NotFound)]
    public async Task A_recipient_that_is_not_there_cannot_be_removed(string path, HttpStatusCode expected)
    {
        // Act
        using var answer = await SendAsync(HttpMethod.Delete, path);

        // Assert
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task The_audit_log_keeps_who_added_whom_without_the_address()
    {
        // Act
        var id = (await AddAsync("auditada@udea.example")).GetProperty("id").GetString()!;

        // Assert
        var entries = "";
        await Eventually.HoldsAsync(async () =>
        {
            entries = (await JsonOfAsync(await SendAsync(HttpMethod.Get, "api/audit/udea"))).GetRawText();
            return entries.Contains($"added {id}", StringComparison.Ordinal);
        }, "The addition is in the audit log.");
        Assert.DoesNotContain("auditada", entries, StringComparison.Ordinal);
    }

    private async Task<JsonElement> AddAsOriginalAsync(string email)
    {
        using var request = ApiHost.Request(HttpMethod.Post, "mail", ApiHost.UdeaKey,
            new StringContent($$"""{"email":"{{email}}","university":"Universidad de Antioquia","u_prefix":"udea"}"""));
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        return await JsonOfAsync(await host.Http.SendAsync(request, Cancellation));
    }

    private async Task<JsonElement> AddAsync(string email) =>
        await JsonOfAsync(await SendAsync(HttpMethod.Post, "api/recipients/udea", ApiHost.UdeaKey, $$"""{"email":"{{email}}"}"""));

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key = ApiHost.UdeaKey, string? body = null) =>
        host.Http.SendAsync(ApiHost.Request(method, path, key,
            body is null ? null : new StringContent(body, Encoding.UTF8, "application/json")), Cancellation);

    private static async Task<JsonElement> JsonOfAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
        }
    }
}
