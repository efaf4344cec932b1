using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace Antivirus.Storage.Tests.Retention;

/// <summary>Empty containers that nobody else uses, for a test that sweeps whole ones.</summary>
internal static class OwnContainers
{
    /// <param name="clock">The clock of the storage that they are in, where days are to pass.</param>
    public static async Task<Containers> CreateAsync(string connectionString, TimeProvider clock)
    {
        var test = $"t{Guid.NewGuid():N}"[..20];
        var options = new BlobClientOptions();
        options.AddPolicy(new StorageDate(clock), HttpPipelinePosition.PerCall);
        var containers = new Containers(new BlobServiceClient(connectionString, options), Options.Create(new StorageOptions
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
