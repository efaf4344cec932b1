using Antivirus.Functions.Observability;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Antivirus.Functions;

/// <summary>Reports to a monitor whether storage, model and mailer work: 200 when all do, 503 otherwise.</summary>
internal sealed class Health(HealthCheckService checks)
{
    [Function(nameof(Health))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var health = AppHealth.From(await checks.CheckHealthAsync(cancellationToken));
        var status = health.Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return Results.Json(health, HealthJson.Default.AppHealth, statusCode: status);
    }
}
