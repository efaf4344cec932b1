using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>A file as the institution uploaded it.</summary>
internal sealed class GetUpload(ReportCalls calls)
{
    [Function(nameof(GetUpload))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/uploads/{ies}/{*file}")] HttpRequest request,
        string ies,
        string? file,
        CancellationToken cancellationToken) =>
        calls.GetUploadAsync(request, ies, file, cancellationToken);
}
