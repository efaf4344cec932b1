using Antivirus.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>How a file would be read, before it is sent.</summary>
internal sealed class PreviewCohort(PageCalls calls)
{
    [Function(nameof(PreviewCohort))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "api/preview/{ies}")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.PreviewAsync(request, ies, cancellationToken);
}
