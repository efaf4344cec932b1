using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>Removes an upload and all that came of it.</summary>
internal sealed class DeleteRun(RunCalls calls)
{
    [Function(nameof(DeleteRun))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", "options", Route = "api/runs/{ies}/{*file}")] HttpRequest request,
        string ies,
        string? file,
        CancellationToken cancellationToken) =>
        calls.DeleteAsync(request, ies, file, cancellationToken);
}
