using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace Antivirus.Storage;

/// <summary>The containers of the app, on the account that <c>AntivirusStorage</c> names.</summary>
public sealed class Containers(BlobServiceClient service, IOptions<StorageOptions> options)
{
    public BlobServiceClient Service => service;

    public BlobContainerClient Uploads => service.GetBlobContainerClient(options.Value.UploadsContainer);

    public BlobContainerClient Reports => service.GetBlobContainerClient(options.Value.ReportsContainer);

    public BlobContainerClient Ledger => service.GetBlobContainerClient(options.Value.LedgerContainer);

    public BlobContainerClient Models => service.GetBlobContainerClient(options.Value.ModelsContainer);

    public BlobContainerClient Audit => service.GetBlobContainerClient(options.Value.AuditContainer);

    public IEnumerable<BlobContainerClient> All => [Uploads, Reports, Ledger, Models, Audit];

    /// <summary>Makes those that are missing.</summary>
    public async Task CreateMissingAsync(CancellationToken cancellationToken)
    {
        foreach (var container in All)
        {
            await CreateMissingAsync(container, cancellationToken);
        }
    }

    /// <summary>Makes a container where it is missing; asks first, as a look costs far less than a write.</summary>
    internal static async Task CreateMissingAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        if (!await container.ExistsAsync(cancellationToken))
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
    }
}
