using System.Text.Json;
using Antivirus.Model.Outcomes;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Storage.Outcomes;

/// <summary>
/// What became of the students of past reports, beside the ledger: <c>outcomes/{upload}.json</c> holds counts only,
/// <c>outcomes/{upload}.csv</c> the students' ids and outcomes. Both are erased with their run.
/// </summary>
public sealed class OutcomeStore(Containers containers)
{
    private const string Folder = "outcomes/";
    private const string RecordExtension = ".json";
    private const string LabelsExtension = ".csv";

    /// <summary>Writes labels and record; the record last, so that one that is seen has its labels.</summary>
    /// <param name="labels">By id: whether the risk came about.</param>
    public async Task SaveAsync(OutcomeRecord record, IReadOnlyDictionary<string, bool> labels, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        await LabelsFile.WriteAsync(labels, text, cancellationToken);
        text.Position = 0;
        await UploadAsync(record.Upload + LabelsExtension, text, "text/csv", cancellationToken);
        using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(record, OutcomeJson.Default.OutcomeRecord));
        await UploadAsync(record.Upload + RecordExtension, json, "application/json", cancellationToken);
    }

    /// <summary>The record of an upload; null when its report was not measured.</summary>
    public async Task<OutcomeRecord?> FindAsync(string uploadName, CancellationToken cancellationToken) =>
        await DownloadAsync(uploadName + RecordExtension, cancellationToken) is { } json
            ? JsonSerializer.Deserialize(json, OutcomeJson.Default.OutcomeRecord)
            : null;

    /// <summary>What became of the students of an upload, by id; null when that is not known.</summary>
    public async Task<IReadOnlyDictionary<string, bool>?> FindLabelsAsync(string uploadName, CancellationToken cancellationToken) =>
        await DownloadAsync(uploadName + LabelsExtension, cancellationToken) is { } text
            ? await LabelsFile.ReadAsync(text.ToStream(), cancellationToken)
            : null;

    /// <summary>All measured reports of an institution, the oldest report first.</summary>
    public async Task<IReadOnlyList<OutcomeRecord>> ListAsync(string iesCode, CancellationToken cancellationToken)
    {
        var records = new List<OutcomeRecord>();
        await foreach (var blob in containers.Ledger
            .GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{Folder}{iesCode}/", cancellationToken))
        {
            if (blob.Name.EndsWith(RecordExtension, StringComparison.Ordinal)
                && await FindAsync(blob.Name[Folder.Length..^RecordExtension.Length], cancellationToken) is { } record)
            {
                records.Add(record);
            }
        }

        return [.. records.OrderBy(record => record.ScoredAt)];
    }

    public async Task<bool> ExistsAsync(string uploadName, CancellationToken cancellationToken) =>
        await Blob(uploadName + LabelsExtension).ExistsAsync(cancellationToken);

    /// <summary>Forgets what became of an upload's students; false when nothing was known.</summary>
    public async Task<bool> DeleteAsync(string uploadName, CancellationToken cancellationToken)
    {
        var deleted = await DeleteBlobAsync(uploadName + RecordExtension, cancellationToken);
        return await DeleteBlobAsync(uploadName + LabelsExtension, cancellationToken) | deleted;
    }

    /// <summary>The blob with what became of an upload's students.</summary>
    public BlobClient LabelsOf(string uploadName) => Blob(uploadName + LabelsExtension);

    private BlobClient Blob(string name) => containers.Ledger.GetBlobClient(Folder + name);

    private async Task<bool> DeleteBlobAsync(string name, CancellationToken cancellationToken) =>
        await Blob(name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);

    private async Task UploadAsync(string name, MemoryStream content, string type, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = type } };
        await Blob(name).UploadAsync(content, options, cancellationToken);
    }

    private async Task<BinaryData?> DownloadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await Blob(name).DownloadContentAsync(cancellationToken)).Value.Content;
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }
}
