using System.Text.Json;
using Antivirus.Functions.Access;
using Antivirus.Functions.Hosting;
using Antivirus.Functions.Storage;
using Antivirus.LocalHost.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions;

public static partial class AntivirusApp
{
    private const string SampleSettings = "local.settings.sample.json";

    static partial void AddLocal(FunctionsApplicationBuilder builder, string[] args)
    {
        // The triggers name their containers by settings, so the defaults of the options must be settings too; on Azure the infrastructure sets them.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = ContainerNames(new StorageOptions()) });
        if (builder.Configuration[StorageServices.Connection] is null or "UseDevelopmentStorage=true"
            && !builder.Configuration.GetSection($"{StorageServices.Connection}:blobServiceUri").Exists())
        {
            // A developer's machine: the sample's values stand under all that are set. A real account gets no sample institution.
            builder.Configuration.Sources.Insert(1, new MemoryConfigurationSource { InitialData = ReadSample() });
        }

        // With keys of the institutions or an issuer of tokens the app guards itself, so the host may listen off loopback without keys of its own.
        builder.Services.AddOptions<LocalHostOptions>().Configure<IOptions<AuthOptions>>((host, auth) => host.AuthorizedByApp = auth.Value.Keys.Count > 0 || auth.Value.Mode == AuthMode.Oidc);

        if (args.Contains("--demo"))
        {
            builder.Services.AddSingleton(new DemoOptions(Once: args.Contains("--once")));
            builder.Services.AddSingleton<DemoFlow>();
            builder.Services.AddHostedService<Demo>();
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
