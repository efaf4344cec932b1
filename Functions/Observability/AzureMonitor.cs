using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;

namespace Antivirus.Functions.Observability;

/// <summary>Traces and metrics to Azure Monitor, where its connection string is set.</summary>
internal static class AzureMonitor
{
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    // The connection string names the resource and opens nothing: local authentication is off there, so the identity must have the role.
    public static void AddAzureMonitor(this IOpenTelemetryBuilder telemetry, IConfiguration configuration)
    {
        var connectionString = configuration[ConnectionString];
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return;
        }

        var clientId = configuration["AntivirusStorage:clientId"];
        var credential = string.IsNullOrWhiteSpace(clientId)
            ? new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned)
            : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId));

        telemetry
            .WithTracing(tracing => tracing.AddAzureMonitorTraceExporter(azure => azure.ConnectionString = connectionString, credential))
            .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(azure => azure.ConnectionString = connectionString, credential));
    }
}
