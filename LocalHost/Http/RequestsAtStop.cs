using Antivirus.LocalHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost.Http;

/// <summary>Requests in flight may go on for <c>LocalHost__StopSeconds</c> when the host is told to stop; then they are cut off.</summary>
internal sealed class RequestsAtStop : IMiddleware, IDisposable
{
    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenRegistration _stopping;

    public RequestsAtStop(IHostApplicationLifetime lifetime, IOptions<LocalHostOptions> options, TimeProvider clock)
    {
        _over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _stopping = lifetime.ApplicationStopping.Register(() => _over.CancelAfter(TimeSpan.FromSeconds(options.Value.StopSeconds)));
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await using var end = _over.Token.Register(context.Abort);
        await next(context);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _over.Dispose();
    }
}
