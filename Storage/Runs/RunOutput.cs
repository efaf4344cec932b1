using Antivirus.Model.Cohorts;
using Antivirus.Model.Pipeline;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Storage.Runs;

/// <summary>What one run writes: nothing is seen before <see cref="CommitAsync"/>, and nothing stays when it is dropped.</summary>
public sealed class RunOutput : IAsyncDisposable
{
    /// <summary>Metadata key of a report's own SHA-256: tells the same content under a new ETag.</summary>
    public const string Sha256Metadata = "sha256";

    private readonly BlobContainerClient _reports;
    private readonly CohortId _cohort;
    private readonly Earlier _earlierReport;
    private readonly Earlier _earlierProblems;

    private RunOutput(BlobContainerClient reports, CohortId cohort, Earlier report, Earlier problems) =>
        (_reports, _cohort, _earlierReport, _earlierProblems) = (reports, cohort, report, problems);

    /// <summary>The report; null when no row could be scored.</summary>
    public BlockBlobWriter? Report { get; private set; }

    /// <summary>The rejected rows; null when there are none.</summary>
    public BlockBlobWriter? Problems { get; private set; }

    /// <summary>Remembers what is there now: a run that lost its claim must not write over what its successor brought out.</summary>
    /// <param name="isNew">No run of the upload is on record, so that it has no report. Where it has one nevertheless, as after its
    /// record was swept, this try fails and the next one replaces it.</param>
    public static async Task<RunOutput> OpenAsync(BlobContainerClient reports, CohortId cohort, bool isNew,
        CancellationToken cancellationToken)
    {
        var earlier = await Task.WhenAll(
            isNew ? Task.FromResult(new Earlier(null, null)) : FindEarlierAsync(reports, cohort.ReportName, cancellationToken),
            FindEarlierAsync(reports, cohort.ProblemsName, cancellationToken));
        return new RunOutput(reports, cohort, earlier[0], earlier[1]);
    }

    public CohortOutputs ToCohortOutputs() => new(
        _ => ValueTask.FromResult<Stream>(Report ??= Open(_cohort.ReportName)),
        _ => ValueTask.FromResult<Stream>(Problems ??= Open(_cohort.ProblemsName)));

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
    /// <exception cref="RequestFailedException">Somebody else wrote or deleted one of them since <see cref="OpenAsync"/>.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await CommitOrDeleteAsync(Problems, _cohort.ProblemsName, _earlierProblems, cancellationToken);
        await CommitOrDeleteAsync(Report, _cohort.ReportName, _earlierReport, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await DropReportAsync();
        if (Problems is not null)
        {
            await Problems.DisposeAsync();
        }
    }

    private async Task CommitOrDeleteAsync(BlockBlobWriter? writer, string name, Earlier earlier, CancellationToken cancellationToken)
    {
        var blob = _reports.GetBlobClient(name);
        if (writer is null)
        {
            if (earlier.ETag is not null)
            {
                await blob.DeleteIfExistsAsync(conditions: earlier.Unchanged, cancellationToken: cancellationToken);
            }
        }
        else if (writer.Sha256 == earlier.Sha256)
        {
            // A run that died after its commit and is repeated must not bring out the same report as a new one.
            await blob.GetPropertiesAsync(earlier.Unchanged, cancellationToken);
        }
        else
        {
            var options = new CommitBlockListOptions
            {
                Conditions = earlier.Unchanged,
                HttpHeaders = new BlobHttpHeaders { ContentType = "text/csv; charset=utf-8" },
                Metadata = new Dictionary<string, string> { [Sha256Metadata] = writer.Sha256 },
            };
            await writer.CommitAsync(options, cancellationToken);
        }
    }

    private static async Task<Earlier> FindEarlierAsync(BlobContainerClient reports, string name, CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await reports.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return new Earlier(properties.ETag, properties.Metadata.TryGetValue(Sha256Metadata, out var sha256) ? sha256 : null);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return new Earlier(null, null);
        }
    }

    private BlockBlobWriter Open(string name) => new(_reports.GetBlockBlobClient(name));

    /// <summary>What lay under a name when the run began.</summary>
    private sealed record Earlier(ETag? ETag, string? Sha256)
    {
        public BlobRequestConditions Unchanged => ETag is { } etag
            ? new BlobRequestConditions { IfMatch = etag }
            : new BlobRequestConditions { IfNoneMatch = Azure.ETag.All };
    }
}
