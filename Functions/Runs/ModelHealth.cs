using Antivirus.Blobs;
using Antivirus.Model.Models;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Runs;

/// <summary>Whether the model that most institutions are scored with can be loaded.</summary>
internal sealed class ModelHealth(ModelCatalogue models, IOptions<ScoringOptions> scoring) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        RiskModel model;
        try
        {
            model = await models.GetAsync(scoring.Value.Model, cancellationToken);
        }
        catch (Exception failure) when (StorageErrors.IsTransient(failure))
        {
            return HealthCheckResult.Unhealthy($"storage: {StorageErrors.Describe(failure)}");
        }

        var inUse = $"{model.Artefact.Name} {model.Artefact.Version}";
        return models.FindRefusal(scoring.Value.Model) is { } refusal
            ? HealthCheckResult.Degraded($"{inUse} stays in use, the published version is refused: {refusal}")
            : HealthCheckResult.Healthy(inUse);
    }
}
