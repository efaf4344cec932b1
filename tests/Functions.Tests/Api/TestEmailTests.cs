using System.Net;
using System.Text.Json;
using MimeKit;

namespace Antivirus.Functions.Tests.Api;

/// <summary>The email that shows whether an institution's reports would arrive.</summary>
public sealed class TestEmailTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_goes_to_all_who_get_the_reports_and_to_nobody_else()
    {
        // Act
        using var answer = await SendAsync("udea2", ApiHost.Udea2Key);
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;

        // Assert
        var email = await MimeMessage.LoadAsync(Assert.Single(Directory.EnumerateFiles(host.PickupFolder, "*.eml")), Cancellation);
        Assert.Equal((HttpStatusCode.OK, 1), (answer.StatusCode, json.GetProperty("recipients").GetInt32()));
        Assert.Equal("rectoria@udea2.example", Assert.Single(email.To.Mailboxes).Address);
        Assert.Equal("Correo de prueba: Otra universidad", email.Subject);
        Assert.Contains("llegan a esta dirección", email.TextBody, StringComparison.Ordinal);
        Assert.Contains("llegan a esta dirección", email.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_gets_the_reports_there_is_nobody_to_test()
    {
        using var answer = await SendAsync("udea", ApiHost.UdeaKey);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("agregue una dirección", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ApiHost.UdeaKey, HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task A_strangers_key_sends_nothing(string? key, HttpStatusCode expected)
    {
        using var answer = await SendAsync("udea2", key);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("registro")]
    [InlineData("consejeria")]
    [InlineData("direccion")]
    public async Task Only_the_administrator_may_ask_for_it(string role)
    {
        using var answer = await SendAsync("udea", ApiHost.KeyWithRole(role));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private Task<HttpResponseMessage> SendAsync(string ies, string? key) =>
        host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, $"api/test-email/{ies}", key), Cancellation);
}
