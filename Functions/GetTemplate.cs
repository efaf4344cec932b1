using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>The workbook that an institution fills in for its model.</summary>
internal sealed class GetTemplate(ReportCalls calls)
{
    [Function(nameof(GetTemplate))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/template/{ies}")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.GetTemplateAsync(request, ies, cancellationToken);
}
