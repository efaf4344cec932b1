using Antivirus.LocalHost.Blobs;
using Antivirus.LocalHost.Discovery;
using Antivirus.LocalHost.Emulator;
using Antivirus.LocalHost.Hosting;
using Antivirus.LocalHost.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost;

/// <summary>The host: looks at its settings before anything runs, then starts storage, HTTP and watchers in that order.</summary>
internal sealed partial class LocalApplication(WebApplication app) : IHost, IAsyncDisposable
{
    private readonly ILogger<LocalApplication> _logger = app.Services.GetRequiredService<ILogger<LocalApplication>>();

    public IServiceProvider Services => app.Services;

    /// <exception cref="StartException">A setting, a function or the emulator does not let it start.</exception>
    /// <exception cref="OptionsValidationException">A setting has a wrong value.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        Services.GetService<IStartupValidator>()?.Validate();
        var addresses = Get<ListenAddresses>();
        var watchers = Get<BlobWatchers>();
        watchers.Read();
        RequireSafe(addresses);
        BuildPipeline(addresses);
        await Get<AzuriteLauncher>().EnsureAsync(watchers.Functions.Select(function => function.Connection), cancellationToken);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            // What has started already ends in order.
            await app.StopAsync(CancellationToken.None);
            throw new StartException(
                $"Another program listens on {string.Join(", ", addresses.Urls)} already; choose another port with --port.", taken);
        }

        Introduce(watchers);
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await app.StopAsync(cancellationToken);
        if (Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(service => service.ExecuteTask is { IsFaulted: true }))
        {
            // The framework stops the host for it and then exits with 0: a service manager would not start it again.
            Environment.ExitCode = 1;
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    public void Dispose() => ((IDisposable)app).Dispose();

    private T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    private void RequireSafe(ListenAddresses addresses)
    {
        var isAuthorizedByApp = Get<IOptions<LocalHostOptions>>().Value.AuthorizedByApp;
        var open = !Get<FunctionKeyAuthorizer>().HasKeys && !isAuthorizedByApp;

        // A function key opens nothing that is anonymous already: those functions are the app's to guard.
        var isGuarded = isAuthorizedByApp || (!open && !Get<HttpFunctions>().All.Any(IsAnonymous));
        if (!isGuarded && !addresses.LoopbackOnly)
        {
            throw new StartException(
                $"It would listen on {string.Join(", ", addresses.OffLoopback)}, where others can reach it, and no key guards it. " +
                (open ? "Set the app's own keys, or LocalHost__FunctionKeys__<name> to a long random text, or listen on 127.0.0.1."
                    : "LocalHost__FunctionKeys__<name> does not guard its anonymous functions: set the app's own keys, or listen on " +
                        "127.0.0.1."));
        }

        if (open && !Get<HttpFunctions>().All.All(IsAnonymous))
        {
            LogOpen(string.Join(", ", addresses.Urls));
        }

        foreach (var url in addresses.OffLoopback.Where(url => url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)))
        {
            LogPlainHttp(url);
        }
    }

    private static bool IsAnonymous(FunctionMethod function) =>
        ((HttpTriggerAttribute)function.Trigger).AuthLevel == AuthorizationLevel.Anonymous;

    private void BuildPipeline(ListenAddresses addresses)
    {
        if (!addresses.FromKestrel)
        {
            app.Urls.Clear();
            addresses.Urls.ToList().ForEach(app.Urls.Add);
        }

        if (Get<IOptions<LocalHostOptions>>().Value.KnownProxies.Length > 0)
        {
            app.UseForwardedHeaders();
        }

        app.UseMiddleware<RequestsAtStop>();
        app.UseMiddleware<ErrorBoundary>();
        app.UseStatusCodePages(bare => HttpProblem.WriteAsync(bare.HttpContext, bare.HttpContext.Response.StatusCode,
            HttpProblem.Describe(bare.HttpContext.Response.StatusCode)));
        app.UseMiddleware<LoginThrottle>();
        app.UseRouting();
        app.UseRateLimiter();
        Get<HttpFunctions>().MapTo(app);
        Get<HostEndpoints>().MapTo(app);
    }

    private void Introduce(BlobWatchers watchers)
    {
        var http = Get<HttpFunctions>();
        foreach (var function in http.All)
        {
            var methods = ((HttpTriggerAttribute)function.Trigger).Methods;
            LogHttp(function.Name, methods is null or [] ? "any method" : string.Join(' ', methods).ToUpperInvariant(),
                http.RouteOf(function));
        }

        foreach (var function in watchers.Functions)
        {
            LogBlob(function.Name, $"{function.Path.Container}/{function.Path.Prefix}");
        }

        LogListens(string.Join(", ", Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses));
    }

    [LoggerMessage(LogLevel.Warning, "No key is set (LocalHost__FunctionKeys__<name>): whoever reaches {Urls} on this machine is let in.")]
    private partial void LogOpen(string urls);

    [LoggerMessage(LogLevel.Warning,
        "{Url} is plain HTTP, which others on the network can read: put a reverse proxy with TLS before it, or set Kestrel__Endpoints.")]
    private partial void LogPlainHttp(string url);

    [LoggerMessage(LogLevel.Debug, "{Function}: {Methods} {Route}")]
    private partial void LogHttp(string function, string methods, string route);

    [LoggerMessage(LogLevel.Information, "{Function} watches {Path}.")]
    private partial void LogBlob(string function, string path);

    [LoggerMessage(LogLevel.Information, "Listening on {Addresses}. Press Ctrl+C to stop.")]
    private partial void LogListens(string addresses);
}
