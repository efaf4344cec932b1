using System.Runtime.CompilerServices;
using Antivirus.Blobs;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Erasure;
using Antivirus.Storage.Outcomes;
using Antivirus.Storage.Runs;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Storage.Erasure;

/// <summary>Finds one student in all that is stored of an institution.</summary>
public sealed class StudentFiles(RunLedger runs, OutcomeStore outcomes, Containers containers)
{
    /// <summary>The uploads of the institution, in the order of their names, that hold or led to something about the student.</summary>
    public async IAsyncEnumerable<StudentFile> FindAsync(string iesCode, string id,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var upload in await ListAsync(iesCode, cancellationToken))
        {
            if (await FindInAsync(upload, id, cancellationToken) is { HasStudent: true } file)
            {
                yield return file;
            }
        }
    }

    /// <summary>What one upload and its files hold about the student now.</summary>
    public async Task<StudentFile> FindInAsync(string upload, string id, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(upload, cancellationToken);
        var file = await FindInUploadAsync(upload, run, id, cancellationToken);
        if (!CohortId.TryParseUpload(upload, out var cohort))
        {
            return file;
        }

        var lines = LinesOf(file.Rows);
        return file with
        {
            Report = await ReadAsync(containers.Reports.GetBlobClient(cohort.ReportName),
                content => StudentRows.FindInReportAsync(content, id, cancellationToken), cancellationToken),
            Problems = await ReadAsync(containers.Reports.GetBlobClient(cohort.ProblemsName),
                content => StudentRows.FindInProblemsAsync(content, id, lines, run?.Reading?.IdColumn, cancellationToken),
                cancellationToken),
            Outcomes = await ReadAsync(outcomes.LabelsOf(upload),
                content => StudentRows.FindInOutcomesAsync(content, id, cancellationToken), cancellationToken),
        };
    }

    private static HashSet<long> LinesOf(StudentRowSet? rows) =>
        [.. (rows?.Rows ?? []).Where(row => row.Sheet is null).Select(row => row.FirstLine)];

    private async Task<StudentFile> FindInUploadAsync(string upload, RunManifest? run, string id, CancellationToken cancellationToken)
    {
        var blob = containers.Uploads.GetBlobClient(upload);
        if (await FindPropertiesAsync(blob, cancellationToken) is not { } properties)
        {
            return new StudentFile(upload);
        }

        var file = new StudentFile(upload) { UploadVersion = properties.ETag };
        var isSettled = run is { State: RunState.Done or RunState.Rejected }
            && (run.UploadETag == properties.ETag.ToString() || ErasedVersion.From(properties.Metadata)?.Follows(run) == true);
        if (isSettled && run!.Reading is { } reading
            && await TryFindAsync(blob, content => StudentRows.FindAsync(content, reading, id, cancellationToken), cancellationToken)
                is { } rows)
        {
            return file with { Rows = rows };
        }

        await using var content = await OpenAsync(blob, cancellationToken);
        var isNamed = content is not null && await StudentMention.IsInAsync(content, id, cancellationToken);
        return isNamed ? file with { Left = isSettled || IsGivenUp(run) ? LeftReason.NotUnderstood : LeftReason.InWork } : file;
    }

    private static bool IsGivenUp(RunManifest? run) => run is { State: RunState.Failed };

    private static async Task<StudentRowSet?> TryFindAsync(BlobClient blob, Func<Stream, Task<StudentRowSet?>> find,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await OpenAsync(blob, cancellationToken);
            return content is null ? null : await find(content);
        }
        catch (CohortFormatException)
        {
            return null;
        }
    }

    private static async Task<StudentRowSet?> ReadAsync(BlobClient blob, Func<Stream, Task<StudentRowSet>> find,
        CancellationToken cancellationToken) =>
        await TryFindAsync(blob, async content => await find(content), cancellationToken);

    /// <summary>One version of a blob, as it is now; null when there is none. Reading it fails when it is replaced meanwhile.</summary>
    internal static async Task<Stream?> OpenAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false), cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    internal static async Task<BlobProperties?> FindPropertiesAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Names of all uploads that are there, that a run is on record for, or that a report came of.</summary>
    private async Task<SortedSet<string>> ListAsync(string iesCode, CancellationToken cancellationToken)
    {
        var uploads = new SortedSet<string>(StringComparer.Ordinal);
        var prefix = $"{iesCode}/";
        await foreach (var blob in BlobListing.ListAsync(containers.Uploads, BlobTraits.None, prefix, [], cancellationToken))
        {
            uploads.Add(blob.Name);
        }

        await foreach (var run in runs.ListAsync(iesCode, cancellationToken))
        {
            uploads.Add(run.Upload);
        }

        await foreach (var blob in BlobListing.ListAsync(containers.Reports, BlobTraits.None, prefix, [], cancellationToken))
        {
            if (CohortId.TryParseReport(blob.Name, out var cohort, out _))
            {
                uploads.Add(cohort.UploadName);
            }
        }

        return uploads;
    }
}
