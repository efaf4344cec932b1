using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace Antivirus.Storage.Tests.Retention;

/// <summary>Empty containers that nobody else uses, for a test that sweeps whole ones.</summary>
internal static class OwnContainers
{
    public static async Task<Containers> CreateAsync(string connectionString)
    {
        var test = $"t{Guid.NewGuid():N}"[..20];
        var containers = new Containers(new BlobServiceClient(connectionString), Options.Create(new StorageOptions
        {
            UploadsContainer = $"{test}-u",
            ReportsContainer = $"{test}-r",
            LedgerContainer = $"{test}-l",
            AuditContainer = $"{test}-a",
            ModelsContainer = $"{test}-m",
        }));
        await containers.CreateMissingAsync(TestContext.Current.CancellationToken);
        return containers;
    }
}
