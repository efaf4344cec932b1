using Antivirus.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>The model that an institution's uploads are scored with.</summary>
internal sealed class GetModel(PageCalls calls)
{
    [Function(nameof(GetModel))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/models/{ies}")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.ModelAsync(request, ies, cancellationToken);
}
