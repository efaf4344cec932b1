using System.Collections.Concurrent;
using System.Net;
using Antivirus.LocalHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost.Http;

/// <summary>
/// Slows down who guesses keys: from the sixth refusal within a minute on, an address waits for the next one, longer each time.
/// Callers with a right key never wait, even behind the same address; nor does this machine while no key is set.
/// Behind a known proxy the address is the one that the proxy names.
/// </summary>
internal sealed class LoginThrottle(IOptions<LocalHostOptions> options, TimeProvider clock) : IMiddleware
{
    public const int Free = 5;
    private const int MaxAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(8);
    private readonly ConcurrentDictionary<IPAddress, (int Count, DateTimeOffset Began)> _refused = new();

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Connection.RemoteIpAddress is not { } address || !IsCounted(address))
        {
            await next(context);
            return;
        }

        context.Response.OnStarting(() => context.Response.StatusCode is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden
            ? Task.Delay(Count(address), clock, context.RequestAborted)
            : Task.CompletedTask);
        await next(context);
    }

    /// <summary>Whoever set the limit of requests to none wants none for refusals either.</summary>
    private bool IsCounted(IPAddress address) =>
        options.Value.RequestsPerMinute != 0 && (options.Value.HasKeys || !IPAddress.IsLoopback(address));

    /// <summary>Counts a refusal.</summary>
    /// <returns>How long its response must wait.</returns>
    internal TimeSpan Count(IPAddress address)
    {
        var now = clock.GetUtcNow();
        if (_refused.Count > MaxAddresses)
        {
            ForgetOld(now);
        }

        var (count, _) = _refused.AddOrUpdate(address, (1, now), (_, before) =>
            now - before.Began > Window ? (1, now) : (before.Count + 1, before.Began));
        return count <= Free ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(MaxDelay.TotalSeconds, 0.25 * Math.Pow(2, Math.Min(count - Free - 1, 10))));
    }

    private void ForgetOld(DateTimeOffset now)
    {
        foreach (var (address, refused) in _refused)
        {
            if (now - refused.Began > Window)
            {
                _refused.TryRemove(address, out _);
            }
        }
    }
}
