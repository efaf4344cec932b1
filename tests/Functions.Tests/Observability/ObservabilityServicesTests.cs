using System.Collections.Concurrent;
using System.Text;
using Antivirus.Functions.Observability;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Scoring;
using Antivirus.Storage.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Antivirus.Functions.Tests.Observability;

public sealed class ObservabilityServicesTests
{
    [Fact]
    public async Task Spans_and_counts_reach_the_collector_that_the_setting_names()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await StartCollectorAsync(received);
        await using var app = CreateApp(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));

        var (tracer, meters) = (app.GetRequiredService<TracerProvider>(), app.GetRequiredService<MeterProvider>());
        var telemetry = app.GetRequiredService<Telemetry>();
        using (telemetry.StartRun("univalle", TimeSpan.FromSeconds(2)))
        {
            telemetry.CohortDone(
                RunState.Done,
                new CohortOutcome { Read = 1, Scored = 1, AtRisk = 1, Rejected = 0, InputSha256 = "" },
                new ScorerIdentity { Scorer = "Local", Model = "student-performance" });
        }

        Assert.True(tracer.ForceFlush());
        Assert.True(meters.ForceFlush());

        Assert.Contains("score cohort", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("antivirus.students.at_risk", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("antivirus.queue.age", received["/v1/metrics"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("collector:4317")]
    [InlineData("ftp://collector")]
    public void A_wrong_collector_address_stops_the_host_with_the_setting_s_name(string address)
    {
        var error = Assert.Throws<InvalidOperationException>(() => CreateApp(("OTEL_EXPORTER_OTLP_ENDPOINT", address)));

        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_collector_the_app_counts_for_nobody_and_does_not_mind()
    {
        await using var app = CreateApp();

        app.GetRequiredService<Telemetry>().EmailState("Sent");

        Assert.True(app.GetRequiredService<MeterProvider>().ForceFlush());
    }

    private static ServiceProvider CreateApp(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)))
            .Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddObservability(configuration).BuildServiceProvider();
    }

    private static async Task<WebApplication> StartCollectorAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var collector = builder.Build();
        collector.MapPost("/v1/{signal}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            // Names stand as plain text within protobuf.
            var text = Encoding.UTF8.GetString(body.ToArray());
            received.AddOrUpdate(request.Path, text, (_, before) => before + text);
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }
}
