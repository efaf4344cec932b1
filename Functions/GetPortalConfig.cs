using Antivirus.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>How to sign in to the page.</summary>
internal sealed class GetPortalConfig(SignInCalls calls)
{
    [Function(nameof(GetPortalConfig))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/portal/config")] HttpRequest request) =>
        Task.FromResult(calls.Config(request));
}
