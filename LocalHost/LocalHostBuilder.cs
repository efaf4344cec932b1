using Antivirus.LocalHost.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Antivirus.LocalHost;

/// <summary>Collects settings and services, then builds a host that runs an app's functions without Azure.</summary>
public sealed class LocalHostBuilder : IHostApplicationBuilder
{
    private readonly WebApplicationBuilder _builder;

    private LocalHostBuilder(WebApplicationBuilder builder) => _builder = builder;

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_builder).Properties;

    public IConfigurationManager Configuration => _builder.Configuration;

    public IHostEnvironment Environment => _builder.Environment;

    public ILoggingBuilder Logging => _builder.Logging;

    public IMetricsBuilder Metrics => _builder.Metrics;

    public IServiceCollection Services => _builder.Services;

    /// <exception cref="StartException">The process runs on Azure, or a settings file cannot be read.</exception>
    public static LocalHostBuilder Create(string[] args)
    {
        StartFailure.ReportPlainly();
        AzureGuard.Check(System.Environment.GetEnvironmentVariable(AzureGuard.SiteName));
        var environment = System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT");

        // An empty one: the usual builder watches the whole working folder for appsettings.json, node_modules and all.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        var home = HostFolder.Find(System.Environment.CurrentDirectory);
        HostSettings.AddTo(builder.Configuration, home, args);
        HostServices.AddTo(builder, home);
        return new LocalHostBuilder(builder);
    }

    public IHost Build() => new LocalApplication(_builder.Build());

    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory,
        Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)_builder).ConfigureContainer(factory, configure);
}
