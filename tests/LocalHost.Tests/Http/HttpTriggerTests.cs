using System.Net;
using System.Text.Json;
using Antivirus.LocalHost.Hosting;
using Antivirus.LocalHost.Tests.Fakes;
using Antivirus.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Antivirus.LocalHost.Tests.Http;

/// <summary>What a function that requests trigger may rely on.</summary>
public sealed class HttpTriggerTests
{
    private static readonly HostJson WithoutPrefix = HostJson.Default with { RoutePrefix = "" };

    [Theory]
    [InlineData("GET", "api/runs/univalle/2020/a.csv", "GET univalle [2020/a.csv] WithRoute 36")]
    [InlineData("DELETE", "api/runs/univalle/a%20b.csv", "DELETE univalle [a b.csv] WithRoute 36")]
    [InlineData("GET", "api/runs/univalle", "GET univalle [] WithRoute 36")]
    public async Task Parts_of_the_route_fill_the_parameters_of_their_names(string method, string path, string expected)
    {
        await using var host = await StartAsync(typeof(WithRoute));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_prefix_in_host_json_stands_before_each_route()
    {
        await using var host = await TestHost.StartAsync([typeof(Open)], [], configure: services =>
            services.AddSingleton(HostJson.Default with { RoutePrefix = "v1" }));

        Assert.Equal("sano /v1/health",
            await host.Http.GetStringAsync(new Uri("v1/health", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound,
            (await host.Http.GetAsync(new Uri("health", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("GET", "nada", HttpStatusCode.NotFound, "No hay nada en esta dirección.")]
    [InlineData("PATCH", "roto", HttpStatusCode.MethodNotAllowed, "Esta dirección no acepta ese método.")]
    public async Task A_wrong_address_or_method_is_told_in_a_form_that_clients_read(string method, string path, HttpStatusCode status,
        string error)
    {
        await using var host = await StartAsync(typeof(Broken));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(error, problem.RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public async Task What_a_function_throws_becomes_a_500_that_tells_nothing_of_the_inside()
    {
        await using var host = await StartAsync(typeof(Broken));

        using var answer = await host.Http.GetAsync(new Uri("roto", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Error interno; el registro del servidor dice más.", problem.RootElement.GetProperty("error").GetString());
        Assert.True(host.Log.Contain("Function Broken failed on a request."));
    }

    [Fact]
    public async Task A_body_beyond_the_apps_limit_is_refused_and_one_beyond_Kestrels_own_30_MB_is_not()
    {
        await using var host = await TestHost.StartAsync([typeof(Reads)], [], configure: services => services
            .AddSingleton(WithoutPrefix)
            .Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = 33 * 1024 * 1024));

        using var large = await PostAsync(host, 32);
        using var tooLarge = await PostAsync(host, 34);

        Assert.Equal($"{32 * 1024 * 1024}", await large.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
    }

    [Fact]
    public async Task A_stop_lets_a_request_in_flight_finish()
    {
        // Arrange
        var gate = new TaskCompletionSource();
        var calls = new Calls { OnCall = (_, cancellationToken) => gate.Task.WaitAsync(cancellationToken) };
        await using var host = await TestHost.StartAsync([typeof(Slow)], [], calls, services => services.AddSingleton(WithoutPrefix));
        var request = host.Http.GetStringAsync(new Uri("lento", UriKind.Relative), TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => Task.FromResult(calls.Begun.Count == 1), "It began.");

        // Act
        var stop = host.StopAsync();
        gate.SetResult();
        await stop;

        // Assert
        Assert.Equal("listo", await request);
    }

    [Fact]
    public async Task A_caller_who_asks_too_often_is_told_when_to_come_back_and_another_caller_is_not_held_up()
    {
        await using var host = await StartAsync([("LocalHost:RequestsPerMinute", "30")], typeof(Open));

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 8; i++)
        {
            answers.Add(await GetAsync(host, "uno"));
        }

        using var other = await GetAsync(host, "otro");
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.Equal(3, refused.Count);
        Assert.All(refused, answer => Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        answers.ForEach(answer => answer.Dispose());
    }

    [Fact]
    public async Task The_host_tells_a_monitor_how_it_is()
    {
        await using var host = await StartAsync(typeof(Open));

        using var status = JsonDocument.Parse(await host.Http.GetStringAsync(new Uri("admin/host/status", UriKind.Relative),
            TestContext.Current.CancellationToken));

        Assert.Equal("Running", status.RootElement.GetProperty("state").GetString());
        Assert.Empty(status.RootElement.GetProperty("blobFunctions").EnumerateArray());
    }

    [Fact]
    public async Task A_parameter_that_nothing_fills_stops_the_start_with_its_name()
    {
        var refused = await Assert.ThrowsAsync<StartException>(() => StartAsync(typeof(TakesANumber)));

        Assert.Contains("'number'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_stops_the_start_with_a_sentence()
    {
        await using var first = await StartAsync(typeof(Open));

        var refused = await Assert.ThrowsAsync<StartException>(() =>
            StartAsync([("urls", first.Http.BaseAddress!.ToString())], typeof(Open)));

        Assert.Contains("--port", refused.Message, StringComparison.Ordinal);
    }

    private static Task<TestHost> StartAsync(params Type[] functions) => StartAsync([], functions);

    private static Task<TestHost> StartAsync((string, string)[] settings, params Type[] functions) =>
        TestHost.StartAsync(functions, settings, configure: services => services.AddSingleton(WithoutPrefix));

    private static async Task<HttpResponseMessage> GetAsync(TestHost host, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "health");
        request.Headers.Add("x-api-key", key);
        return await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpResponseMessage> PostAsync(TestHost host, int megabytes)
    {
        using var body = new ByteArrayContent(new byte[megabytes * 1024 * 1024]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "lee") { Content = body };
        // Else the server's early refusal meets a client that is still sending.
        request.Headers.ExpectContinue = true;
        return await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
