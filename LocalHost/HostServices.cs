using System.Net;
using System.Reflection;
using Antivirus.Blobs;
using Antivirus.LocalHost.Blobs;
using Antivirus.LocalHost.Discovery;
using Antivirus.LocalHost.Emulator;
using Antivirus.LocalHost.Hosting;
using Antivirus.LocalHost.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost;

/// <summary>What the host itself is made of.</summary>
internal static class HostServices
{
    // Beyond the time for work in flight: writing its receipts, closing connections, stopping Azurite.
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(15);

    // What may wait of one request's body, by default a megabyte in the socket: hundreds of uploads at once would take as many.
    private const int RequestBufferBytes = 128 * 1024;

    public static void AddTo(WebApplicationBuilder builder, HostFolder home)
    {
        var host = HostJson.Load(home);
        builder.Host.UseDefaultServiceProvider(provider => (provider.ValidateOnBuild, provider.ValidateScopes) = (true, true));
        builder.WebHost.UseKestrel((context, kestrel) => kestrel.Configure(context.Configuration.GetSection("Kestrel")));
        AddLogging(builder.Logging, builder.Configuration, host);

        var services = builder.Services;
        services.AddSingleton(home).AddSingleton(host);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => FunctionTypes.In(Assembly.GetEntryAssembly()!));
        services.TryAddSingleton(AzuritePorts.Usual);
        services.AddSystemd();
        AddOptions(services);
        AddHttp(services);
        services.AddSingleton<FunctionCatalogue>();
        services.AddSingleton<StorageConnections>();
        services.TryAddSingleton<UnlistableNames>();
        services.AddSingleton<AzuriteInstall>();
        services.AddSingleton<AzuriteLauncher>();
        services.AddSingleton<WorkPlaces>();
        services.AddSingleton<BlobRun>();
        services.AddSingleton<BlobWatchers>();
        services.AddHostedService(provider => provider.GetRequiredService<BlobWatchers>());
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions<LocalHostOptions>().BindConfiguration(LocalHostOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LocalHostOptions>, LocalHostOptionsValidator>();
        services.AddOptions<HostOptions>().Configure<IOptions<LocalHostOptions>>((stop, local) =>
        {
            stop.ShutdownTimeout = TimeSpan.FromSeconds(local.Value.StopSeconds) + StopMargin;
            stop.ServicesStopConcurrently = true;
        });
        services.AddOptions<KestrelServerOptions>().Configure(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBufferSize = RequestBufferBytes;
        });
        services.AddOptions<SocketTransportOptions>().Configure(sockets => sockets.MaxReadBufferSize = RequestBufferBytes);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<LocalHostOptions>>((forwarded, local) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            Array.ForEach(LocalHostOptionsValidator.Proxies(local.Value), proxy => forwarded.KnownProxies.Add(IPAddress.Parse(proxy)));
        });
    }

    private static void AddHttp(IServiceCollection services)
    {
        services.AddRoutingCore();
        services.AddRateLimiter(_ => { });
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>, RequestLimits>();
        services.AddSingleton(provider => ListenAddresses.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<FunctionKeyAuthorizer>();
        services.AddSingleton<HttpFunctions>();
        services.AddSingleton<HostEndpoints>();
        services.AddSingleton<ErrorBoundary>();
        services.AddSingleton<RequestsAtStop>();
        services.AddSingleton<LoginThrottle>();
    }

    private static void AddLogging(ILoggingBuilder logging, ConfigurationManager configuration, HostJson host)
    {
        logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "yyyy-MM-dd HH:mm:ss zzz "));
        logging.SetMinimumLevel(LogLevel.Information);

        // Request lines of ASP.NET Core hold query strings, and with them keys.
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // LocalApplication says why a start failed; this one adds a stack trace.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        foreach (var (category, level) in host.LogLevels)
        {
            if (Enum.TryParse<LogLevel>(level, ignoreCase: true, out var parsed))
            {
                logging.AddFilter(category.Equals("default", StringComparison.OrdinalIgnoreCase) ? null : category, parsed);
            }
        }

        // The last one: of two levels for one category the later holds, and settings stand over host.json and the levels above.
        logging.AddConfiguration(configuration.GetSection("Logging"));
    }
}
