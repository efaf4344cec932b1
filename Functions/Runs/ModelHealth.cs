using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Runs;

/// <summary>Whether the model that most institutions are scored with can be loaded.</summary>
internal sealed class ModelHealth(ModelCatalogue models, IOptions<ScoringOptions> scoring) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var artefact = (await models.GetAsync(scoring.Value.Model, cancellationToken)).Artefact;
        return HealthCheckResult.Healthy($"{artefact.Name} {artefact.Version}");
    }
}
