using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>Who gets an institution's report emails.</summary>
internal sealed class GetRecipients(RecipientCalls calls)
{
    [Function(nameof(GetRecipients))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/recipients/{ies}")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.ListAsync(request, ies, cancellationToken);
}
