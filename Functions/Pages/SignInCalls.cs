using Antivirus.Blobs;
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
    IOptions<ApiOptions> api,
    TimeProvider clock)
{
    /// <summary>How long a sign-in waits for what an institution chose.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);

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
        var zone = isKnown ? await TimeZoneOfAsync(code, cancellationToken) : TimeZoneInfo.Utc;
        return new InstitutionAnswer(code, isKnown ? institution!.Name : code, RoleRules.WordsOf(roles), zone.Id);
    }

    /// <summary>Without storage people can sign in all the same, and the page says what is wrong; until then the configured zone
    /// holds.</summary>
    private async Task<TimeZoneInfo> TimeZoneOfAsync(string code, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(MaxWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return (await preferences.ForAsync(code, either.Token)).TimeZone;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested
            && (failure is OperationCanceledException || StorageErrors.IsTransient(failure)))
        {
            return preferences.Configured(code).TimeZone;
        }
    }
}
