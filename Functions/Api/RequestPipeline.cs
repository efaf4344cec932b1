using System.Globalization;
using System.Threading.RateLimiting;
using Antivirus.Blobs;
using Antivirus.Functions.Access;
using Antivirus.Storage.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Api;

/// <summary>
/// What every call goes through, in one place and the same on both hosts, since on Azure no middleware of ours runs:
/// CORS, who calls, how often, and errors that a client can read.
/// </summary>
internal sealed partial class RequestPipeline(
    CallerPolicy policy,
    Cors cors,
    AuditLog audit,
    IOptions<AuthOptions> auth,
    IOptions<ApiOptions> api,
    TimeProvider clock,
    ILogger<RequestPipeline> logger) : IDisposable
{
    /// <summary>In log and audit, where a call names nothing.</summary>
    private const string None = "-";

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(caller =>
        RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = auth.Value.CallsPerMinute,
            TokensPerPeriod = Math.Max(1, auth.Value.CallsPerMinute / 60),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    /// <summary>Runs the handler for a known caller; gives an error answer otherwise.</summary>
    public async Task<IResult> RunAsync(HttpRequest request, string action, Func<ApiCall, Task<IResult>> handle,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (cors.Answer(request))
        {
            return Results.NoContent();
        }

        try
        {
            if (await policy.FindAsync(request, cancellationToken) is not { } caller)
            {
                return await RefuseCallerAsync(request, action, cancellationToken);
            }

            using var permit = _limiter.AttemptAcquire($"{caller.Name}@{ClientAddress.Of(request, auth.Value.ClientAddressHeader)}");
            return permit.IsAcquired ? await HandleAsync(request, new ApiCall(caller, action), handle, cancellationToken)
                : TooMany(request);
        }
        catch (IssuerUnavailableException failure)
        {
            LogIssuer(StorageErrors.Describe(failure.GetBaseException()));
            return ApiJson.Refuse(StatusCodes.Status503ServiceUnavailable,
                "El servicio de identidad no responde; intente de nuevo en unos minutos.");
        }
    }

    public void Dispose() => _limiter.Dispose();

    /// <summary>Whatever becomes of the call, the audit log tells it once.</summary>
    private async Task<IResult> HandleAsync(HttpRequest request, ApiCall call, Func<ApiCall, Task<IResult>> handle,
        CancellationToken cancellationToken)
    {
        try
        {
            return await handle(call);
        }
        catch (ApiException refusal)
        {
            return Refuse(request, call, new StorageAnswer(refusal.Status, refusal.Message, refusal.RetryAfterSeconds));
        }
        catch (BadHttpRequestException refusal)
        {
            // The server's own limit: a body that did not say beforehand how long it is.
            var isTooLarge = refusal.StatusCode == StatusCodes.Status413PayloadTooLarge;
            return Refuse(call, refusal.StatusCode, isTooLarge ? api.Value.TooLarge : "La petición no se pudo leer.");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && StorageAnswer.For(failure) is { } answer)
        {
            LogStorage(call.Action, StorageErrors.Describe(failure), answer.Status, call.Ies ?? None, call.File ?? None);
            return Refuse(request, call, answer);
        }
        finally
        {
            audit.Write(new AuditEntry(call.Caller.Name, call.Ies, call.Action, call.Result) { File = call.File });
        }
    }

    private static IResult Refuse(ApiCall call, int status, string message)
    {
        call.Result = status.ToString(CultureInfo.InvariantCulture);
        return ApiJson.Refuse(status, message);
    }

    private static IResult Refuse(HttpRequest request, ApiCall call, StorageAnswer answer)
    {
        if (answer.RetryAfterSeconds is { } seconds)
        {
            request.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return Refuse(call, answer.Status, answer.Message);
    }

    private async Task<IResult> RefuseCallerAsync(HttpRequest request, string action, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(auth.Value.RefusalMilliseconds), clock, cancellationToken);
        audit.Write(new AuditEntry(None, null, action, "401"));
        request.HttpContext.Response.Headers.WWWAuthenticate = policy.Challenge;
        return ApiJson.Refuse(StatusCodes.Status401Unauthorized, policy.Expected);
    }

    private static IResult TooMany(HttpRequest request)
    {
        request.HttpContext.Response.Headers.RetryAfter = "1";
        return ApiJson.Refuse(StatusCodes.Status429TooManyRequests, "Demasiadas peticiones; espere un momento.");
    }

    [LoggerMessage(LogLevel.Error,
        "The issuer of the tokens does not answer ({Failure}), so nobody can sign in: callers get 503. Is Auth__Authority right, and can " +
        "this server reach it?")]
    private partial void LogIssuer(string failure);

    [LoggerMessage(LogLevel.Error, "{Action} failed with {Status}: storage answered {Failure}. Institution {Ies}, file {File}.")]
    private partial void LogStorage(string action, string failure, int status, string ies, string file);
}
