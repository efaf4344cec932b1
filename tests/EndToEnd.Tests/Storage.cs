using System.Text.Json;
using Antivirus.Support;
using Azure.Storage.Blobs;

namespace Antivirus.EndToEnd.Tests;

/// <summary>What a test does and sees on the host's storage account.</summary>
internal sealed class Storage(string connectionString)
{
    private readonly BlobServiceClient _service = new(connectionString);

    public BlobContainerClient Uploads => _service.GetBlobContainerClient("cargadatosies");

    public BlobContainerClient Reports => _service.GetBlobContainerClient("reportesies");

    public BlobContainerClient Ledger => _service.GetBlobContainerClient("antivirus-estado");

    public BlobContainerClient Audit => _service.GetBlobContainerClient("antivirus-auditoria");

    /// <summary>Puts a cohort as an institution does.</summary>
    public Task UploadAsync(string name, string content) =>
        Uploads.GetBlobClient(name).UploadAsync(new BinaryData(content), overwrite: true, TestContext.Current.CancellationToken);

    /// <summary>Waits for a report or a list of rejected rows, and gives its text.</summary>
    public async Task<string> WaitForReportAsync(string name)
    {
        var blob = Reports.GetBlobClient(name);
        await Eventually.HoldsAsync(async () => await blob.ExistsAsync(TestContext.Current.CancellationToken), $"The report {name} came.");
        var content = await blob.DownloadContentAsync(TestContext.Current.CancellationToken);
        return content.Value.Content.ToString();
    }

    /// <summary>State of an upload's run in the ledger; null before there is one.</summary>
    public async Task<string?> StateOfAsync(string upload) => (await FindRunAsync(upload))?.GetProperty("state").GetString();

    /// <summary>An upload's entry in the ledger; null when there is none.</summary>
    public async Task<JsonElement?> FindRunAsync(string upload)
    {
        var entry = Ledger.GetBlobClient($"runs/{upload}.json");
        if (!await entry.ExistsAsync(TestContext.Current.CancellationToken))
        {
            return null;
        }

        var content = await entry.DownloadContentAsync(TestContext.Current.CancellationToken);
        return content.Value.Content.ToMemory().IsEmpty ? null : JsonElement.Parse(content.Value.Content);
    }

    /// <summary>Names of all blobs of a container, in order.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(BlobContainerClient container, string prefix = "")
    {
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(default, default, prefix, TestContext.Current.CancellationToken))
        {
            names.Add(blob.Name);
        }

        return names;
    }
}
