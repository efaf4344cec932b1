using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Api;

/// <summary>Lets the pages of the configured origins call; without any, no browser page of elsewhere can.</summary>
internal sealed class Cors(IOptions<ApiOptions> options)
{
    /// <summary>Adds the headers that the request's origin gets; true when the request is a preflight and so answered.</summary>
    public bool Answer(HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.Vary = "Origin";
        var origin = request.Headers.Origin.FirstOrDefault();
        var isAllowed = origin is not null && options.Value.CorsOrigins.Contains(origin, StringComparer.Ordinal);
        if (isAllowed)
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlExposeHeaders = "Retry-After, WWW-Authenticate";
        }

        if (!HttpMethods.IsOptions(request.Method))
        {
            return false;
        }

        if (isAllowed)
        {
            headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE, OPTIONS";
            headers.AccessControlAllowHeaders = "content-type, x-api-key, authorization";
            headers.AccessControlMaxAge = "600";
        }

        return true;
    }
}
