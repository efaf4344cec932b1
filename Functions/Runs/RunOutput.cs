using Antivirus.Functions.Storage;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Scoring;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Functions.Runs;

/// <summary>What one run writes: nothing is seen before <see cref="CommitAsync"/>, and nothing stays when it is dropped.</summary>
public sealed class RunOutput(BlobContainerClient reports, CohortId cohort) : IAsyncDisposable
{
    /// <summary>Metadata key of a report's own SHA-256: tells the same content under a new ETag.</summary>
    public const string Sha256Metadata = "sha256";

    /// <summary>The report; null when no row could be scored.</summary>
    public BlockBlobWriter? Report { get; private set; }

    /// <summary>The rejected rows; null when there are none.</summary>
    public BlockBlobWriter? Problems { get; private set; }

    public CohortOutputs ToCohortOutputs() => new(
        _ => ValueTask.FromResult<Stream>(Report ??= Open(cohort.ReportName)),
        _ => ValueTask.FromResult<Stream>(Problems ??= Open(cohort.ProblemsName)));

    /// <summary>Forgets what was written of the report.</summary>
    public async ValueTask DropReportAsync()
    {
        if (Report is not null)
        {
            await Report.DisposeAsync();
            Report = null;
        }
    }

    /// <summary>Makes both visible, rejected rows first, and removes what an earlier upload of the same name left.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await CommitOrDeleteAsync(Problems, cohort.ProblemsName, cancellationToken);
        await CommitOrDeleteAsync(Report, cohort.ReportName, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await DropReportAsync();
        if (Problems is not null)
        {
            await Problems.DisposeAsync();
        }
    }

    private async Task CommitOrDeleteAsync(BlockBlobWriter? writer, string name, CancellationToken cancellationToken)
    {
        if (writer is null)
        {
            await reports.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        }
        else if (!await IsThereAsync(name, writer.Sha256, cancellationToken))
        {
            var options = new CommitBlockListOptions
            {
                HttpHeaders = new BlobHttpHeaders { ContentType = "text/csv; charset=utf-8" },
                Metadata = new Dictionary<string, string> { [Sha256Metadata] = writer.Sha256 },
            };
            await writer.CommitAsync(options, cancellationToken);
        }
    }

    /// <summary>A run that died after its commit and is repeated must not bring out the same report as a new one.</summary>
    private async Task<bool> IsThereAsync(string name, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            var properties = await reports.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken);
            return properties.Value.Metadata.TryGetValue(Sha256Metadata, out var there) && there == sha256;
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return false;
        }
    }

    private BlockBlobWriter Open(string name) => new(reports.GetBlockBlobClient(name));
}
