using System.Text.Json;
using Antivirus.Functions.Access;
using Antivirus.Functions.Api;
using Antivirus.Functions.Demo;
using Antivirus.Functions.Pages;
using Antivirus.Functions.Runs;
using Antivirus.LocalHost;
using Antivirus.LocalHost.Hosting;
using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Antivirus.Storage.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions;

/// <summary>The app as a server of its own: on a developer's machine, in tests and on a campus.</summary>
internal static class LocalServer
{
    private const string SampleSettings = "local.settings.sample.json";

    public static IHost Build(string[] args)
    {
        var builder = LocalHostBuilder.Create(args);
        builder.AddLocalServer(args);
        return builder.Build();
    }

    /// <summary>The whole app, with what only a server of its own has: sample settings, open loopback, the demo.</summary>
    public static void AddLocalServer(this LocalHostBuilder builder, string[] args)
    {
        AddSettings(builder.Configuration);
        builder.AddAntivirus();
        builder.Services.AddOptions<AuthOptions>().Configure(auth => auth.SeesCallers = true);

        // With keys of the institutions or an issuer of tokens the app guards itself, so the host may listen off loopback without keys of
        // its own.
        builder.Services.AddOptions<LocalHostOptions>().Configure<IOptions<AuthOptions>, IOptions<ApiOptions>>((host, auth, api) =>
        {
            host.AuthorizedByApp = auth.Value.Keys.Count > 0 || auth.Value.Mode == AuthMode.Oidc;
            host.AllowedOrigins = api.Value.CorsOrigins;
        });

        // This host tells a death and another instance's work from a failed try, and says when it gives an upload up.
        builder.Services.AddOptions<RunOptions>().Configure<IOptions<LocalHostOptions>>((runs, host) =>
            (runs.LeaseDuration, runs.HostRepeatsBusy, runs.MaxFailures) = (TimeSpan.FromSeconds(host.Value.LeaseSeconds), true, null));
        builder.Services.AddSingleton<OnBlobGivenUp>(provider => (blob, cancellationToken) => blob.Function == nameof(CreatePredictions)
            ? provider.GetRequiredService<GivenUpRuns>().GiveUpAsync(blob.Name, blob.ETag, blob.Reason, cancellationToken)
            : Task.CompletedTask);
        builder.Services.AddSingleton<OnStorageReturned>(provider => async cancellationToken =>
        {
            await provider.GetRequiredService<Containers>().CreateMissingAsync(cancellationToken);
            await provider.GetRequiredService<SentEmails>().RestoreAsync(cancellationToken);
        });
        builder.Services.Configure<LocalHostOptions>(host => host.HomePath = $"/{PageFiles.Root}/");

        if (args.Contains("--demo"))
        {
            builder.Services.AddSingleton(new DemoOptions(Once: args.Contains("--once")));
            builder.Services.AddSingleton<DemoFlow>();
            builder.Services.AddHostedService<DemoTour>();
        }
    }

    private static void AddSettings(IConfigurationManager configuration)
    {
        // The triggers name their containers by settings, so the defaults of the options must be settings too; on Azure the infrastructure
        // sets them.
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = ContainerNames(new StorageOptions()) });
        if (configuration[StorageConnection.Setting] is null or "UseDevelopmentStorage=true"
            && !configuration.GetSection($"{StorageConnection.Setting}:blobServiceUri").Exists())
        {
            // A developer's machine: the sample's values stand under all that are set. A real account gets no sample institution.
            configuration.Sources.Insert(1, new MemoryConfigurationSource { InitialData = ReadSample() });
        }
    }

    private static Dictionary<string, string?> ContainerNames(StorageOptions defaults) => new()
    {
        [nameof(defaults.UploadsContainer)] = defaults.UploadsContainer,
        [nameof(defaults.ReportsContainer)] = defaults.ReportsContainer,
    };

    private static Dictionary<string, string?> ReadSample()
    {
        using var sample = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, SampleSettings)));
        return sample.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(
            setting => setting.Name.Replace("__", ":", StringComparison.Ordinal),
            setting => setting.Value.GetString());
    }
}
