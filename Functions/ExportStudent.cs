using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>Hands over all that is stored about one student.</summary>
internal sealed class ExportStudent(StudentDataCalls calls)
{
    [Function(nameof(ExportStudent))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "api/students/{ies}/export")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.ExportAsync(request, ies, cancellationToken);
}
