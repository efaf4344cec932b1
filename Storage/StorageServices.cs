using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Antivirus.Storage;

public static class StorageServices
{
    /// <summary>Setting of the storage account: a connection string, or <c>…__blobServiceUri</c> for an identity.</summary>
    public const string Connection = "AntivirusStorage";

    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().BindConfiguration("").ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton(provider => CreateClient(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<Containers>();
        services.AddHostedService<ContainerSetup>();
        return services;
    }

    private static BlobServiceClient CreateClient(IConfiguration configuration)
    {
        if (configuration[Connection] is { Length: > 0 } connectionString)
        {
            return new BlobServiceClient(connectionString);
        }

        if (configuration[$"{Connection}:blobServiceUri"] is { Length: > 0 } uri)
        {
            return new BlobServiceClient(new Uri(uri), CreateCredential(configuration));
        }

        throw new InvalidOperationException(
            $"Setting {Connection} is missing: give a storage connection string (UseDevelopmentStorage=true for Azurite), or {Connection}__blobServiceUri to sign in with an identity.");
    }

    private static TokenCredential CreateCredential(IConfiguration configuration) =>
        configuration[$"{Connection}:credential"] == "managedidentity"
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(configuration[$"{Connection}:clientId"]))
            : new DefaultAzureCredential();
}
