using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Runs;

/// <summary>Whether the model that most institutions are scored with can be loaded.</summary>
internal sealed class ModelHealth(ModelCatalogue models, IOptions<ScoringOptions> scoring) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var artefact = (await models.GetAsync(scoring.Value.Model, cancellationToken)).Artefact;
        var inUse = $"{artefact.Name} {artefact.Version}";
        return models.FindRefusal(scoring.Value.Model) is { } refusal
            ? HealthCheckResult.Degraded($"{inUse} stays in use, the published version is refused: {refusal}")
            : HealthCheckResult.Healthy(inUse);
    }
}
