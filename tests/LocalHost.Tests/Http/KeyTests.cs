using System.Net;
using Antivirus.LocalHost.Hosting;
using Antivirus.LocalHost.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost.Tests.Http;

/// <summary>Who is let in.</summary>
public sealed class FunctionKeyTests
{
    private const string Key = "clave-de-prueba-0123456789";
    private const string Master = "clave-maestra-9876543210";
    private static readonly Type[] Functions = [typeof(Protected), typeof(Open), typeof(MasterOnly)];
    private static readonly (string, string)[] WithKeys = [("LocalHost:FunctionKeys:web", Key), ("LocalHost:FunctionKeys:_master", Master)];
    private static readonly Action<IServiceCollection> AuthorizedByApp = services =>
        services.Configure<LocalHostOptions>(options => options.AuthorizedByApp = true);
    private static readonly (string, string) Everywhere = ("urls", "http://0.0.0.0:0");

    [Theory]
    [InlineData("x-functions-key", Key, HttpStatusCode.OK)]
    [InlineData("x-functions-key", Master, HttpStatusCode.OK)]
    [InlineData("x-functions-key", "clave-de-prueba-012345678", HttpStatusCode.Unauthorized)]
    [InlineData("x-functions-key", "CLAVE-DE-PRUEBA-0123456789", HttpStatusCode.Unauthorized)]
    [InlineData("x-functions-key", "", HttpStatusCode.Unauthorized)]
    [InlineData("x-other", Key, HttpStatusCode.Unauthorized)]
    public async Task A_function_of_level_Function_wants_a_key_in_its_header(string header, string key, HttpStatusCode expected)
    {
        await using var host = await TestHost.StartAsync(Functions, WithKeys);
        using var request = new HttpRequestMessage(HttpMethod.Post, "getReports");
        request.Headers.TryAddWithoutValidation(header, key);

        using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST", $"getReports?code={Key}", HttpStatusCode.OK)]
    [InlineData("POST", $"getReports?code={Key}x", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "getReports", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "health", HttpStatusCode.OK)]
    [InlineData("GET", $"maestro?code={Key}", HttpStatusCode.Unauthorized)]
    [InlineData("GET", $"maestro?code={Master}", HttpStatusCode.OK)]
    [InlineData("GET", "admin/host/status", HttpStatusCode.Unauthorized)]
    [InlineData("GET", $"admin/host/status?code={Master}", HttpStatusCode.OK)]
    [InlineData("GET", "admin/host/ping", HttpStatusCode.OK)]
    [InlineData("OPTIONS", "getReports", HttpStatusCode.OK)]
    [InlineData("OPTIONS", "health", HttpStatusCode.MethodNotAllowed)]
    public async Task A_key_in_the_query_opens_what_its_level_allows_and_a_preflight_needs_none(string method, string path,
        HttpStatusCode expected)
    {
        await using var host = await TestHost.StartAsync(Functions, [.. WithKeys, Everywhere], configure: AuthorizedByApp);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
        Assert.DoesNotContain(host.Log.All, line => line.Contains("clave-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_keys_a_host_on_loopback_lets_all_in_and_says_so()
    {
        await using var host = await TestHost.StartAsync(Functions, []);

        using var answer = await host.Http.PostAsync(new Uri("getReports", UriKind.Relative), null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(host.Log.Contain("No key is set"));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://127.0.0.1:0;http://192.0.2.7:80")]
    [InlineData("http://campus.example:80")]
    public async Task Without_keys_a_host_that_others_can_reach_does_not_start(string urls)
    {
        var refused = await Assert.ThrowsAsync<StartException>(() => TestHost.StartAsync(Functions, [("urls", urls)]));

        Assert.Contains("LocalHost__FunctionKeys__<name>", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_keys_do_not_let_anonymous_functions_be_reached_by_others()
    {
        var refused = await Assert.ThrowsAsync<StartException>(() => TestHost.StartAsync(Functions, [.. WithKeys, Everywhere]));

        Assert.Contains("anonymous functions", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.9")]
    [InlineData("x-forwarded-proto", "https")]
    [InlineData("Forwarded", "for=192.0.2.9")]
    [InlineData("X-Real-IP", "192.0.2.9")]
    [InlineData("Host", "rebound.example")]
    [InlineData("Host", "127.0.0.1.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Without_keys_a_request_that_is_not_plainly_of_this_machine_is_refused(string header, string value)
    {
        await using var host = await TestHost.StartAsync(Functions, []);
        foreach (var (method, path) in new[] { (HttpMethod.Post, "getReports"), (HttpMethod.Get, "admin/host/status") })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation(header, value);

            using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.NotEmpty(answer.Headers.WwwAuthenticate);
        }
    }

    [Theory]
    [InlineData("Host", "localhost")]
    [InlineData("Host", "[::1]:7071")]
    [InlineData("Host", "127.5.5.5")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task Without_keys_a_request_of_this_machine_is_let_in_under_each_of_its_names(string header, string value)
    {
        await using var host = await TestHost.StartAsync(Functions, []);
        using var request = new HttpRequestMessage(HttpMethod.Post, "getReports");
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task An_app_that_checks_its_callers_itself_may_listen_everywhere_without_function_keys()
    {
        await using var host = await TestHost.StartAsync(Functions, [Everywhere], configure: AuthorizedByApp);

        using var answer = await host.Http.PostAsync(new Uri("getReports", UriKind.Relative), null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(host.Log.Contain("No key is set"));
        Assert.True(host.Log.Contain("is plain HTTP"));
    }

    [Fact]
    public async Task A_refusal_can_be_read_by_the_pages_that_may_call()
    {
        await using var host = await TestHost.StartAsync(Functions, [], configure: services =>
            services.Configure<LocalHostOptions>(options => options.AllowedOrigins = ["https://pagina.example"]));
        using var request = new HttpRequestMessage(HttpMethod.Get, "nada");
        request.Headers.Add("Origin", "https://pagina.example");

        using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(["https://pagina.example"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["Retry-After"], answer.Headers.GetValues("Access-Control-Expose-Headers"));
    }

    [Fact]
    public async Task A_short_key_stops_the_start_with_its_setting()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            TestHost.StartAsync(Functions, [("LocalHost:FunctionKeys:web", "corta")]));

        Assert.Contains("LocalHost__FunctionKeys__web", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("corta", refused.Message, StringComparison.Ordinal);
    }
}
