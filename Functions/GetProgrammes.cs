using Antivirus.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>The programmes that the first students of a report can be filtered by.</summary>
internal sealed class GetProgrammes(ProgrammePages calls)
{
    [Function(nameof(GetProgrammes))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/programmes/{ies}/{*file}")] HttpRequest request,
        string ies,
        string file,
        CancellationToken cancellationToken) =>
        calls.GetAsync(request, ies, file, cancellationToken);
}
