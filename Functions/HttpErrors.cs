using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Antivirus.Functions;

/// <summary>
/// Answers 500 for an HTTP function that throws. Under the Functions host its caller would get an empty 200 otherwise;
/// the app's own server has such a boundary itself.
/// </summary>
internal sealed partial class HttpErrors(ILogger<HttpErrors> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception failure)
            when (context.GetHttpContext() is { Response.HasStarted: false } http && !http.RequestAborted.IsCancellationRequested)
        {
            LogFailed(failure, context.FunctionDefinition.Name);
            var answer = failure is BadHttpRequestException refused
                ? ApiJson.Refuse(refused.StatusCode, "La petición no se pudo leer.")
                : ApiJson.Refuse(StatusCodes.Status500InternalServerError, "Error interno; el registro del servidor dice más.");
            await answer.ExecuteAsync(http);
        }
    }

    [LoggerMessage(LogLevel.Error, "Function {Function} failed on a request.")]
    private partial void LogFailed(Exception failure, string function);
}
