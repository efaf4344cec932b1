using System.Collections.Concurrent;
using Antivirus.Blobs;
using Antivirus.LocalHost.Hosting;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Antivirus.LocalHost.Blobs;

/// <summary>Looks connections up by name, as the Functions host does: a connection string, or addresses for an identity.</summary>
internal sealed class StorageConnections(IConfiguration configuration)
{
    private const string Development = "UseDevelopmentStorage=true";
    private const string Default = "AzureWebJobsStorage";
    private readonly ConcurrentDictionary<string, StorageConnection> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="StartException">The setting is missing or is not a connection string.</exception>
    public StorageConnection Get(string? name) => _known.GetOrAdd(name is { Length: > 0 } ? name : Default, Create);

    private StorageConnection Create(string name)
    {
        if (configuration[name] is { Length: > 0 } text)
        {
            return FromConnectionString(name, text.Trim());
        }

        var section = configuration.GetSection(name);
        var credential = new Lazy<TokenCredential>(() => CreateCredential(section));
        return section["blobServiceUri"] is { Length: > 0 } blobs
            ? new StorageConnection(
                name,
                new BlobServiceClient(Address(blobs, $"{name}__blobServiceUri"), credential.Value, BlobOptions()),
                new QueueServiceClient(Address(section["queueServiceUri"], $"{name}__queueServiceUri"), credential.Value, QueueOptions()),
                Development: false)
            : throw new StartException(
                $"Setting {name} is missing: give a storage connection string ({Development} for Azurite on this machine), or " +
                    $"{name}__blobServiceUri and {name}__queueServiceUri to sign in with an identity.");
    }

    private static StorageConnection FromConnectionString(string name, string text)
    {
        try
        {
            var development = text.TrimEnd(';').Equals(Development, StringComparison.OrdinalIgnoreCase);
            return new StorageConnection(name, new BlobServiceClient(text, BlobOptions()), new QueueServiceClient(text, QueueOptions()),
                development);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or InvalidOperationException)
        {
            // Its message may repeat the key.
            throw new StartException(
                $"Setting {name} is not a storage connection string; one begins with DefaultEndpointsProtocol=, or is {Development}.");
        }
    }

    private static Uri Address(string? text, string setting) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address!
            : throw new StartException(
                $"Setting {setting} must be an address such as https://account.blob.core.windows.net (or queue, for a queue).");

    private static TokenCredential CreateCredential(IConfigurationSection section) =>
        string.Equals(section["credential"], "managedidentity", StringComparison.OrdinalIgnoreCase)
            ? new ManagedIdentityCredential(section["clientId"] is { Length: > 0 } id ? ManagedIdentityId.FromUserAssignedClientId(id)
                : ManagedIdentityId.SystemAssigned)
            : new DefaultAzureCredential();

    // The watcher tries again by itself: a long retry inside the client would only hide an outage.
    private static BlobClientOptions BlobOptions() => new BlobClientOptions
    {
        Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(300), NetworkTimeout = TimeSpan.FromSeconds(60) },
    }.WithStoragePolicies();

    // The WebJobs host writes its messages in Base64.
    private static QueueClientOptions QueueOptions() => new()
    {
        MessageEncoding = QueueMessageEncoding.Base64,
        Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(300), NetworkTimeout = TimeSpan.FromSeconds(20) },
    };
}
