using System.Net;
using System.Text.RegularExpressions;
using Antivirus.Functions.Tests.Api;

namespace Antivirus.Functions.Tests.Pages;

public sealed partial class PageFilesTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pagina")]
    [InlineData("pagina/")]
    [InlineData("pagina/llamar?cupo=20")]
    [InlineData("pagina/no/existe")]
    public async Task Every_address_of_the_page_answers_its_first_page_and_lets_it_reach_nothing_else(string path)
    {
        // Act
        using var answer = await host.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

        // Assert
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("br")]
    public async Task Assets_are_named_by_their_content_and_stay_in_the_browser_for_ever(string? coding)
    {
        // Arrange
        var first = await host.Http.GetStringAsync(new Uri("pagina/", UriKind.Relative), Cancellation);
        var assets = Assets().Matches(first).Select(match => match.Value).ToList();
        Assert.InRange(assets.Count, 3, 12);

        foreach (var asset in assets)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, asset);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);

            // Act
            using var answer = await host.Http.SendAsync(request, Cancellation);

            // Assert
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl?.ToString());
            Assert.Equal(coding is null ? [] : [coding], answer.Content.Headers.ContentEncoding);
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        }
    }

    [Fact]
    public async Task An_asset_that_is_not_there_is_not_answered_with_the_page()
    {
        // Act
        using var answer = await host.Http.GetAsync(new Uri("pagina/assets/app-OLD.js", UriKind.Relative), Cancellation);

        // Assert
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task The_bare_address_leads_to_the_page()
    {
        // Arrange
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });

        // Act
        using var answer = await http.GetAsync(host.Http.BaseAddress, Cancellation);

        // Assert
        Assert.Equal((HttpStatusCode.Redirect, "/pagina/"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [GeneratedRegex("/pagina/assets/[a-z]+-[A-Z0-9]+\\.(js|css)")]
    private static partial Regex Assets();
}
