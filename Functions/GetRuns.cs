using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>What became of an institution's uploads.</summary>
internal sealed class GetRuns(RunCalls calls)
{
    [Function(nameof(GetRuns))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/runs/{ies}")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.GetAsync(request, ies, cancellationToken);
}
