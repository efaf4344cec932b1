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
}
