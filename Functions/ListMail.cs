using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>The original web client's list of recipients.</summary>
internal sealed class ListMail(RecipientCalls calls)
{
    [Function(nameof(ListMail))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "mail/list")] HttpRequest request,
        CancellationToken cancellationToken) =>
        calls.ListAsOriginalAsync(request, cancellationToken);
}
