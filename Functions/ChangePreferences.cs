using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>An institution chooses the language, time zone and attachment of its reports and emails.</summary>
internal sealed class ChangePreferences(PreferenceCalls calls)
{
    [Function(nameof(ChangePreferences))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/preferences/{ies}")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.ChangeAsync(request, ies, cancellationToken);
}
