using Antivirus.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>Who the caller is, and for which institutions.</summary>
internal sealed class GetMe(SignInCalls calls)
{
    [Function(nameof(GetMe))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/me")] HttpRequest request,
        CancellationToken cancellationToken) =>
        calls.MeAsync(request, cancellationToken);
}
