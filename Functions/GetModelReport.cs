using Antivirus.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>The report page of an institution's model: how good it is and for whom, with charts.</summary>
internal sealed class GetModelReport(PageCalls calls)
{
    [Function(nameof(GetModelReport))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/models/{ies}/report")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.ModelReportAsync(request, ies, cancellationToken);
}
