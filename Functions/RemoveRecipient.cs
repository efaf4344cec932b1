using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>One recipient less.</summary>
internal sealed class RemoveRecipient(RecipientCalls calls)
{
    [Function(nameof(RemoveRecipient))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", "options", Route = "api/recipients/{ies}/{id}")] HttpRequest request,
        string ies,
        string id,
        CancellationToken cancellationToken) =>
        calls.RemoveAsync(request, ies, id, cancellationToken);
}
