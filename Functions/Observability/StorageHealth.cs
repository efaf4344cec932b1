using Antivirus.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Antivirus.Functions.Observability;

/// <summary>Whether the storage account answers.</summary>
internal sealed class StorageHealth(Containers containers) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        await containers.Ledger.GetPropertiesAsync(cancellationToken: cancellationToken);
        return HealthCheckResult.Healthy("reached");
    }
}
