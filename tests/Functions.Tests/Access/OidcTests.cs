using System.Net;
using System.Text;
using Antivirus.Functions.Access;
using Antivirus.Functions.Tests.Api;
using Antivirus.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Tests.Access;

/// <summary>The app with bearer tokens in place of keys.</summary>
public sealed class OidcHost : IAsyncLifetime
{
    private ApiHost? _app;

    internal ApiHost App => _app!;

    internal FakeIssuer? Issuer { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Issuer = await FakeIssuer.StartAsync();
        _app = new ApiHost(new Dictionary<string, string?>
        {
            ["Auth:Mode"] = "Oidc",
            ["Auth:Authority"] = Issuer.Url,
            ["Auth:Audience"] = FakeIssuer.Audience,
            ["Auth:InstitutionClaim"] = FakeIssuer.InstitutionClaim,
        });
        await _app.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Issuer!.DisposeAsync();
    }
}

public sealed class OidcTests(OidcHost host) : IClassFixture<OidcHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FakeIssuer Issuer => host.Issuer!;

    [Theory]
    [InlineData("udea")]
    [InlineData("udea", "udea2")]
    public async Task A_token_opens_the_institutions_of_its_claim_and_no_other(params string[] institutions)
    {
        var token = Issuer.Sign(institutions);

        Assert.Equal(HttpStatusCode.OK, await AskAsync("udea", token));
        Assert.Equal(institutions.Contains("udea2") ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await AskAsync("udea2", token));
        Assert.DoesNotContain(host.App.Log.Lines, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("UDEA")]
    [InlineData("ude")]
    [InlineData("udea/x")]
    [InlineData("ude\u0430")]
    public async Task A_claim_that_is_not_the_code_itself_opens_nothing(string institution) =>
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("udea", Issuer.Sign([institution])));

    [Fact]
    public async Task A_token_without_the_claim_opens_nothing() =>
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("udea", Issuer.Sign([])));

    [Fact]
    public async Task A_token_that_is_not_right_in_every_part_is_refused()
    {
        string[] institutions = ["udea"];
        var parts = Issuer.Sign(institutions).Split('.');
        var unsigned = $"{Base64Url("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.";
        foreach (var token in (string?[])
        [
            null,
            "",
            "x.y.z",
            unsigned,
            $"{parts[0]}.{parts[1]}.",
            Issuer.Sign(institutions, audience: "otra"),
            Issuer.Sign(institutions, issuer: "https://otro.example"),
            Issuer.Sign(institutions, age: TimeSpan.FromHours(2)),
            Issuer.Sign(institutions, age: -TimeSpan.FromHours(2)),
            Issuer.Sign(institutions, byStranger: true),
        ])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("udea", token));
        }
    }

    [Fact]
    public async Task A_key_is_no_token()
    {
        using var answer = await host.App.Http.SendAsync(ApiHost.Request(HttpMethod.Get, "api/runs/udea", ApiHost.UdeaKey), Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("Bearer", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_the_issuer_rotates_are_fetched_anew()
    {
        await AskAsync("udea", Issuer.Sign(["udea"]));
        Issuer.Rotate();

        var token = Issuer.Sign(["udea"]);
        await Eventually.HoldsAsync(async () => await AskAsync("udea", token) == HttpStatusCode.OK, "The new key is known.");
    }

    [Theory]
    [InlineData("consejeria", "consejeria")]
    [InlineData("otra registro direccion", "registro direccion")]
    [InlineData("Consejeria", "")]
    [InlineData("", "")]
    public async Task With_a_claim_of_roles_a_token_is_what_it_names(string named, string expected)
    {
        // Arrange
        using var callers = new TokenCallers(Options.Create(new AuthOptions
        {
            Authority = new Uri(Issuer.Url),
            Audience = FakeIssuer.Audience,
            InstitutionClaim = FakeIssuer.InstitutionClaim,
            RoleClaim = FakeIssuer.RoleClaim,
        }));
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = "Bearer " + Issuer.Sign(["udea"], roles: named.Split(' '));

        // Act
        var caller = await callers.FindAsync(context.Request, Cancellation);

        // Assert
        Assert.Equal(expected, string.Join(' ', RoleRules.WordsOf(caller!.RolesFor("udea"))));
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_is_told_apart_from_a_wrong_token()
    {
        // Arrange
        using var callers = new TokenCallers(
            Options.Create(new AuthOptions { Authority = new Uri("http://127.0.0.1:1/"), Audience = "a", InstitutionClaim = "c" }));
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = $"Bearer {Issuer.Sign(["udea"])}";

        // Act and assert
        await Assert.ThrowsAsync<IssuerUnavailableException>(() => callers.FindAsync(context.Request, Cancellation));
    }

    [Theory]
    [InlineData(null, "a", "c", "Auth__Authority")]
    [InlineData("http://idp.example/", "a", "c", "Auth__Authority")]
    [InlineData("https://idp.example/", "", "c", "Auth__Audience")]
    [InlineData("https://idp.example/", "a", "", "Auth__InstitutionClaim")]
    public void A_missing_or_unsafe_setting_is_named(string? authority, string audience, string claim, string setting)
    {
        var options = new AuthOptions
        {
            Mode = AuthMode.Oidc,
            Authority = authority is null ? null : new Uri(authority),
            Audience = audience,
            InstitutionClaim = claim
        };

        var result = new AuthOptionsValidator().Validate(null, options);

        Assert.StartsWith(setting, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_beside_an_issuer_stop_the_host()
    {
        var options = new AuthOptions
        {
            Mode = AuthMode.Oidc,
            Authority = new Uri("https://idp.example/"),
            Audience = "a",
            InstitutionClaim = "c"
        };
        options.Keys["udea"] = [];

        Assert.Contains("Auth__Keys", Assert.Single(new AuthOptionsValidator().Validate(null, options).Failures!),
            StringComparison.Ordinal);
    }

    private static string Base64Url(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-')
        .Replace('/', '_');

    private async Task<HttpStatusCode> AskAsync(string ies, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/runs/{ies}");
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        using var answer = await host.App.Http.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }
}
