using Antivirus.LocalHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost.Http;

/// <summary>An error as RFC 9457 has it, with <c>error</c> beside it for clients that read that.</summary>
internal sealed record HttpProblem(string Type, string Title, int Status, string Detail, string Error)
{
    /// <summary>A sentence for an answer that would have no body.</summary>
    public static string Describe(int status) => status switch
    {
        StatusCodes.Status404NotFound => "No hay nada en esta dirección.",
        StatusCodes.Status405MethodNotAllowed => "Esta dirección no acepta ese método.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };

    /// <summary>A page that may call must be able to read why it was refused.</summary>
    private static void LetOriginRead(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<LocalHostOptions>>().Value;
        var headers = context.Response.Headers;
        headers.Vary = "Origin";
        if (context.Request.Headers.Origin.FirstOrDefault() is { } origin
            && options.AllowedOrigins.Contains(origin, StringComparer.Ordinal))
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlExposeHeaders = "Retry-After";
        }
    }

    public static Task WriteAsync(HttpContext context, int status, string detail)
    {
        var problem = new HttpProblem("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, detail);
        context.Response.StatusCode = status;
        LetOriginRead(context);
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(problem, HostJsonContext.Default.HttpProblem, "application/problem+json",
            context.RequestAborted);
    }
}
