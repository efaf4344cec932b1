using System.Reflection;
using Antivirus.LocalHost.Blobs;
using Antivirus.LocalHost.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost.Http;

/// <summary>The host's own addresses, named as in the Functions host.</summary>
internal sealed class HostEndpoints(
    BlobWatchers watchers,
    FunctionKeyAuthorizer gate,
    IHostApplicationLifetime lifetime,
    IOptions<LocalHostOptions> options,
    TimeProvider clock)
{
    private static readonly string Version =
        typeof(HostEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
    private readonly DateTimeOffset _began = clock.GetUtcNow();

    public void MapTo(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/host/ping", (RequestDelegate)(_ => Task.CompletedTask));
        routes.MapGet("/admin/host/status", (RequestDelegate)TellAsync);
        if (options.Value.HomePath is { } home)
        {
            routes.MapMethods("/", ["GET", "HEAD"], (RequestDelegate)(context =>
            {
                context.Response.Redirect(home);
                return Task.CompletedTask;
            }));
        }
    }

    private Task TellAsync(HttpContext context)
    {
        if (!gate.Allows(AuthorizationLevel.Admin, context))
        {
            context.Response.Headers.WWWAuthenticate = "ApiKey realm=\"host\"";
            return HttpProblem.WriteAsync(context, StatusCodes.Status401Unauthorized, $"Falta la clave {FunctionKeyAuthorizer.Master}.");
        }

        var state = lifetime.ApplicationStopping.IsCancellationRequested ? "Stopping" : "Running";
        var status = new HostStatus(state, Version, (clock.GetUtcNow() - _began).TotalSeconds, watchers.Status());
        return context.Response.WriteAsJsonAsync(status, HostJsonContext.Default.HostStatus, cancellationToken: context.RequestAborted);
    }
}
