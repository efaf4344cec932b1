using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Antivirus.LocalHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost.Http;

/// <summary>How often one caller, and one address, may ask.</summary>
internal sealed class RequestLimits(IOptions<LocalHostOptions> options, ListenAddresses addresses) : IConfigureOptions<RateLimiterOptions>
{
    private const int DefaultPerMinute = 600;
    private static readonly string[] CredentialHeaders = [FunctionKeyAuthorizer.Header, "x-api-key", "Authorization"];

    /// <summary>Requests per minute of one caller; 0 means no limit.</summary>
    public int PerMinute => options.Value.RequestsPerMinute ?? (addresses.LoopbackOnly && !options.Value.HasKeys ? 0 : DefaultPerMinute);

    public void Configure(RateLimiterOptions limiter)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, wait.TotalSeconds))
                .ToString(CultureInfo.InvariantCulture);
            await HttpProblem.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests,
                "Demasiadas peticiones: espere un momento e intente de nuevo.");
        };

        if (PerMinute > 0)
        {
            // An address may hold several callers (a campus behind one proxy), but a caller who invents keys must not get past it.
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(context => Bucket(Address(context), 4 * PerMinute)),
                PartitionedRateLimiter.Create<HttpContext, string>(context => Bucket($"{Address(context)} {Caller(context)}", PerMinute)));
        }
    }

    private static RateLimitPartition<string> Bucket(string key, int perMinute) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, perMinute / 6),
            TokensPerPeriod = Math.Max(1, perMinute / 60),
            ReplenishmentPeriod = perMinute >= 60 ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(60.0 / perMinute),
            QueueLimit = 0,
        });

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "local";

    // A hash: limiter keys end up in dumps and diagnostics.
    private static string Caller(HttpContext context)
    {
        var credential = CredentialHeaders.Select(name => context.Request.Headers[name].ToString())
            .FirstOrDefault(value => value.Length > 0)
            ?? context.Request.Query[FunctionKeyAuthorizer.Query].ToString();
        return credential.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(credential)));
    }
}
