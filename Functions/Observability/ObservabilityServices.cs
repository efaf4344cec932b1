using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Antivirus.Functions.Observability;

/// <summary>OpenTelemetry traces and metrics: over OTLP where its setting is given, to Azure Monitor in the cloud.</summary>
internal static class ObservabilityServices
{
    /// <summary>OpenTelemetry's own name for the collector's address; its other <c>OTEL_…</c> settings count as well.</summary>
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // ASP.NET Core's spans are left out: their query strings hold keys. Its metrics know the route only.
    private static readonly string[] Meters =
        [Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.RateLimiting", "System.Net.Http", "System.Runtime"];

    public static IServiceCollection AddObservability(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Telemetry>();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("antivirus"))
            // The second source is the Functions worker's invocation, the parent of ours in the cloud.
            .WithTracing(tracing => tracing.AddSource(Telemetry.Name, "Microsoft.Azure.Functions.Worker"))
            .WithMetrics(metrics => metrics.AddMeter(Meters));

        if (!string.IsNullOrWhiteSpace(configuration[OtlpEndpoint]))
        {
            RequireHttpAddress(configuration[OtlpEndpoint]!);
            telemetry.WithTracing(tracing => tracing.AddOtlpExporter()).WithMetrics(metrics => metrics.AddOtlpExporter());
        }

        telemetry.AddAzureMonitor(configuration);
        return services;
    }

    private static void RequireHttpAddress(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            throw new InvalidOperationException(
                $"The setting {OtlpEndpoint} must be the http or https address of an OpenTelemetry collector, http://localhost:4317 for " +
                    "one.");
        }
    }
}
