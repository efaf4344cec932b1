using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>The original web client's removal of a recipient.</summary>
internal sealed class DeleteMail(RecipientCalls calls)
{
    [Function(nameof(DeleteMail))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", "options", Route = "mail/delete")] HttpRequest request,
        CancellationToken cancellationToken) =>
        calls.RemoveAsOriginalAsync(request, cancellationToken);
}
