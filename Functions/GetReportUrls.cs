using Antivirus.Functions.Api;
using Antivirus.Storage;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>Links to an institution's reports.</summary>
internal sealed class GetReportUrls(LinkCalls calls, Containers containers)
{
    [Function(nameof(GetReportUrls))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "getReports")] HttpRequest request,
        CancellationToken cancellationToken) =>
        calls.AnswerAsync(request, containers.Reports, "getReports", cancellationToken);
}
