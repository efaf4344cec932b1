using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>Language, time zone and attachment of an institution's reports and emails.</summary>
internal sealed class GetPreferences(PreferenceCalls calls)
{
    [Function(nameof(GetPreferences))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/preferences/{ies}")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.GetAsync(request, ies, cancellationToken);
}
