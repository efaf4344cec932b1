using Antivirus.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>An institution's uploads, newest first, a page at a time.</summary>
internal sealed class GetRunPage(RunPages calls)
{
    [Function(nameof(GetRunPage))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/portal/runs/{ies}")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.GetAsync(request, ies, cancellationToken);
}
