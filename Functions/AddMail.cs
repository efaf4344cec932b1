using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>The original web client's addition of a recipient.</summary>
internal sealed class AddMail(RecipientCalls calls)
{
    [Function(nameof(AddMail))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "mail")] HttpRequest request,
        CancellationToken cancellationToken) =>
        calls.AddAsOriginalAsync(request, cancellationToken);
}
