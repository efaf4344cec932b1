using Antivirus.Functions.Access;
using Antivirus.Functions.Api;
using Antivirus.Functions.Institutions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Pages;

/// <summary>Answers how to sign in to the page, and who has.</summary>
internal sealed class SignInCalls(
    RequestPipeline pipeline,
    CallerPolicy policy,
    InstitutionRegistry institutions,
    InstitutionPreferences preferences,
    IOptions<AuthOptions> auth,
    IOptions<ApiOptions> api)
{
    /// <summary>Open to everyone: it says how to sign in.</summary>
    public IResult Config(HttpRequest request)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var mode = policy.IsOpenTo(request) ? "Open" : auth.Value.Mode.ToString();
        var answer = new PortalConfigAnswer(mode, api.Value.MaxUploadBytes)
        {
            Oidc = auth.Value is { Mode: AuthMode.Oidc, Authority: { } authority }
                ? new OidcAnswer(authority.AbsoluteUri, auth.Value.PageClientId, auth.Value.PageScope)
                : null,
        };
        return Results.Json(answer, PageJson.Plain.PortalConfigAnswer);
    }

    /// <summary>An open server knows its institutions by the settings; a key or a token names its own.</summary>
    public Task<IResult> MeAsync(HttpRequest request, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "me", async call =>
        {
            var codes = call.Caller.Roles?.Keys ?? institutions.Codes;
            var known = await Task.WhenAll(codes.Order(StringComparer.Ordinal)
                .Select(code => DescribeAsync(code, call.Caller.RolesFor(code), cancellationToken)));
            call.Result = "answered";
            return Results.Json(new MeAnswer(call.Caller.Name, known), PageJson.Plain.MeAnswer);
        }, cancellationToken);

    /// <summary>A token may name anything: only an institution of the settings has preferences.</summary>
    private async Task<InstitutionAnswer> DescribeAsync(string code, Roles roles, CancellationToken cancellationToken)
    {
        var isKnown = institutions.TryGet(code, out var institution);
        var zone = isKnown ? (await preferences.ForAsync(code, cancellationToken)).TimeZone : TimeZoneInfo.Utc;
        return new InstitutionAnswer(code, isKnown ? institution!.Name : code, RoleRules.WordsOf(roles), zone.Id);
    }
}
