using Antivirus.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>The first rejected rows of an upload.</summary>
internal sealed class GetProblems(StudentPages calls)
{
    [Function(nameof(GetProblems))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/problems/{ies}/{*file}")] HttpRequest request,
        string ies,
        string file,
        CancellationToken cancellationToken) =>
        calls.ProblemsAsync(request, ies, file, cancellationToken);
}
