using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.LocalHost.Tests.Fakes;

internal sealed class OnUpload(Calls calls)
{
    [Function("OnUpload")]
    public Task RunAsync(
        [BlobTrigger("%Uploads%/{name}", Source = BlobTriggerSource.EventGrid, Connection = "AntivirusStorage")] BlobClient blob,
        string name,
        CancellationToken cancellationToken) =>
        calls.AddAsync(blob.Name == name ? name : "another blob", cancellationToken);
}

/// <summary>One function for each form that a blob can be asked for.</summary>
internal sealed class InEveryForm(Calls calls)
{
    [Function("AsStream")]
    public async Task StreamAsync([BlobTrigger("%Uploads%/{name}", Connection = "AntivirusStorage")] Stream blob,
        CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(blob);
        await calls.AddAsync($"Stream {await reader.ReadToEndAsync(cancellationToken)}", cancellationToken);
    }

    [Function("AsText")]
    public Task TextAsync([BlobTrigger("%Uploads%/{name}", Connection = "AntivirusStorage")] string blob,
        CancellationToken cancellationToken) =>
        calls.AddAsync($"string {blob}", cancellationToken);

    [Function("AsBytes")]
    public Task BytesAsync([BlobTrigger("%Uploads%/{name}", Connection = "AntivirusStorage")] byte[] blob,
        CancellationToken cancellationToken) =>
        calls.AddAsync($"byte[] {Encoding.UTF8.GetString(blob)}", cancellationToken);

    [Function("AsBlockBlob")]
    public async Task BlockBlobAsync([BlobTrigger("%Uploads%/{name}", Connection = "AntivirusStorage")] BlockBlobClient blob,
        CancellationToken cancellationToken) =>
        await calls.AddAsync($"BlockBlobClient {(await blob.DownloadContentAsync(cancellationToken)).Value.Content}", cancellationToken);

    [Function("AsContainer")]
    public async Task ContainerAsync(
        [BlobTrigger("%Uploads%/{folder}/{file}.csv", Connection = "AntivirusStorage")] BlobContainerClient container,
        string folder,
        string file,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var blob = await container.GetBlobClient($"{folder}/{file}.csv").DownloadContentAsync(cancellationToken);
        await calls.AddAsync(
            $"BlobContainerClient {blob.Value.Content} {folder} {file} {context.FunctionDefinition.Name}", cancellationToken);
    }
}
