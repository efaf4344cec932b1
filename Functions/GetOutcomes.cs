using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>How past reports did.</summary>
internal sealed class GetOutcomes(OutcomeCalls calls)
{
    /// <summary>All measured reports of an institution, the oldest first.</summary>
    [Function("GetTermOutcomes")]
    public Task<IResult> RunAllAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/outcomes/{ies}")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.ListAsync(request, ies, cancellationToken);

    /// <summary>One report.</summary>
    [Function(nameof(GetOutcomes))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/outcomes/{ies}/{*file}")] HttpRequest request,
        string ies,
        string file,
        CancellationToken cancellationToken) =>
        calls.GetAsync(request, ies, file, cancellationToken);
}
