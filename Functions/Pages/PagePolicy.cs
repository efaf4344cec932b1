using Antivirus.Functions.Access;
using Antivirus.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Pages;

/// <summary>What a browser may do on the page: nothing from or to anywhere but this app, its storage and its issuer of tokens.</summary>
internal sealed class PagePolicy(IOptions<AuthOptions> auth, Containers containers)
{
    private readonly string _contentSecurity = string.Join(
        "; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src " + string.Join(' ', Reached(auth.Value, containers)),
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'");

    public void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = _contentSecurity;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private static IEnumerable<string> Reached(AuthOptions auth, Containers containers)
    {
        yield return "'self'";
        yield return containers.Uploads.Uri.GetLeftPart(UriPartial.Authority);
        if (auth is { Mode: AuthMode.Oidc, Authority: { } issuer })
        {
            yield return issuer.GetLeftPart(UriPartial.Authority);
        }
    }
}
