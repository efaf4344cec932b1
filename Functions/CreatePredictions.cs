using Antivirus.Functions.Runs;
using Azure.Storage.Blobs;

namespace Antivirus.Functions;

/// <summary>An institution's cohort arrives; its report follows.</summary>
internal sealed class CreatePredictions(ScoreUpload scoreUpload)
{
    [Function(nameof(CreatePredictions))]
    public Task RunAsync(
        [BlobTrigger("%UploadsContainer%/{name}", Source = BlobTriggerSource.EventGrid, Connection = "AntivirusStorage")] BlobClient cohort,
        string name,
        CancellationToken cancellationToken) =>
        scoreUpload.RunAsync(cohort, name, cancellationToken);
}
