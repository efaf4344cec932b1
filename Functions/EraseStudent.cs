using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>Erases all that is stored about one student.</summary>
internal sealed class EraseStudent(StudentDataCalls calls)
{
    [Function(nameof(EraseStudent))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "api/students/{ies}/erase")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.EraseAsync(request, ies, cancellationToken);
}
