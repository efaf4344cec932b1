using Antivirus.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>What was done for an institution.</summary>
internal sealed class GetAudit(PageCalls calls)
{
    [Function(nameof(GetAudit))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/audit/{ies}")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.AuditAsync(request, ies, cancellationToken);
}
