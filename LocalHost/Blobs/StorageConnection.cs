using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Antivirus.LocalHost.Blobs;

/// <summary>The storage account behind a connection setting.</summary>
/// <param name="Development">It is Azurite on this machine's usual ports.</param>
internal sealed record StorageConnection(string Name, BlobServiceClient Blobs, QueueServiceClient Queues, bool Development);
