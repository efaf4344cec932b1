using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>An institution's report as CSV, as CSV for a spreadsheet in Spanish, or as an Excel workbook.</summary>
internal sealed class GetReport(ReportCalls calls)
{
    [Function(nameof(GetReport))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/reports/{ies}/{*file}")] HttpRequest request,
        string ies,
        string? file,
        CancellationToken cancellationToken) =>
        calls.GetAsync(request, ies, file, cancellationToken);
}
