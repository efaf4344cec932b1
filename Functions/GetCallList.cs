using Antivirus.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>What to expect of calling the first students of a report.</summary>
internal sealed class GetCallList(StudentPages calls)
{
    [Function(nameof(GetCallList))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/capacity/{ies}/{*file}")] HttpRequest request,
        string ies,
        string file,
        CancellationToken cancellationToken) =>
        calls.CallListAsync(request, ies, file, cancellationToken);
}
