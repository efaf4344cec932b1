using Antivirus.Blobs;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace Antivirus.Storage;

/// <summary>Opens the storage account that the setting <c>AntivirusStorage</c> or an option of the console names.</summary>
public static class StorageConnection
{
    /// <summary>A connection string, or <c>…__blobServiceUri</c> to sign in with an identity.</summary>
    public const string Setting = "AntivirusStorage";

    /// <exception cref="InvalidOperationException">The setting is missing.</exception>
    /// <exception cref="FormatException">The connection string is malformed.</exception>
    public static BlobServiceClient Open(IConfiguration configuration)
    {
        if (configuration[Setting] is { Length: > 0 } account)
        {
            return Checked(Open(account, configuration));
        }

        if (configuration[$"{Setting}:blobServiceUri"] is { Length: > 0 } address)
        {
            return Checked(new BlobServiceClient(new Uri(address), CreateCredential(configuration), new BlobClientOptions()
                .WithStoragePolicies()));
        }

        throw new InvalidOperationException(
            $"Setting {Setting} is missing: give a storage connection string (UseDevelopmentStorage=true for Azurite), or " +
                $"{Setting}__blobServiceUri to sign in with an identity.");
    }

    /// <param name="account">A connection string, or the account's blob address, which begins with <c>http</c>.</param>
    /// <param name="configuration">Says which identity signs in, where the account is given by its address.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    public static BlobServiceClient Open(string account, IConfiguration configuration) =>
        account.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || account.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? new BlobServiceClient(new Uri(account), CreateCredential(configuration), new BlobClientOptions().WithStoragePolicies())
            : new BlobServiceClient(account, new BlobClientOptions().WithStoragePolicies());

    /// <summary>Under a host name the client takes the first label for the account, and a path for a container: every upload and link would
    /// fail.</summary>
    private static BlobServiceClient Checked(BlobServiceClient client) =>
        new BlobUriBuilder(client.Uri).BlobContainerName is not { Length: > 0 } path
        ? client
        : throw new InvalidOperationException(
            $"Setting {Setting} has the blob address {client.Uri.GetLeftPart(UriPartial.Authority)} with the path '{path}', which cannot " +
                "work: under a host name, its first label is the account. "
            + $"Give an address such as https://{path}.universidad.edu.co, without a path, and let the proxy pass Host on unchanged " +
                "(docs/campus-server.md).");

    private static TokenCredential CreateCredential(IConfiguration configuration) =>
        configuration[$"{Setting}:credential"] == "managedidentity"
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(configuration[$"{Setting}:clientId"]))
            : new DefaultAzureCredential();
}
