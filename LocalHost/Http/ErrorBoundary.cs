using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Antivirus.LocalHost.Http;

/// <summary>Turns what a function throws into an answer that says nothing about the inside.</summary>
internal sealed partial class ErrorBoundary(ILogger<ErrorBoundary> logger) : IMiddleware
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
            context.Abort();
        }
        catch (Exception failure) when (context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            LogFailed(failure, Function(context));
            context.Abort();
        }
        catch (BadHttpRequestException refused)
        {
            await HttpProblem.WriteAsync(context, refused.StatusCode, Describe(refused.StatusCode));
        }
        catch (Exception failure)
        {
            LogFailed(failure, Function(context));
            await HttpProblem.WriteAsync(context, StatusCodes.Status500InternalServerError,
                "Error interno; el registro del servidor dice más.");
        }
    }

    private static string Function(HttpContext context) => context.GetEndpoint()?.DisplayName ?? "(none)";

    private static string Describe(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "El archivo o el cuerpo de la petición es demasiado grande.",
        StatusCodes.Status408RequestTimeout => "La petición llegó demasiado despacio.",
        _ => "La petición está mal formada.",
    };

    [LoggerMessage(LogLevel.Error, "Function {Function} failed on a request.")]
    private partial void LogFailed(Exception failure, string function);
}
