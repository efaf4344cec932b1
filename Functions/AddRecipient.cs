using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>One more recipient of an institution's report emails.</summary>
internal sealed class AddRecipient(RecipientCalls calls)
{
    [Function(nameof(AddRecipient))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/recipients/{ies}")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.AddAsync(request, ies, cancellationToken);
}
