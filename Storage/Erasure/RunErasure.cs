using Antivirus.Model.Cohorts;
using Antivirus.Storage.Emails;
using Antivirus.Storage.Outcomes;
using Antivirus.Storage.Runs;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Storage.Erasure;

/// <summary>What became of the wish to erase a run.</summary>
/// <param name="Found">Whether there was anything of it.</param>
/// <param name="BusyFor">When to try again, because the run or its email is in work; null when it is erased.</param>
public readonly record struct RunErased(bool Found, TimeSpan? BusyFor = null);

/// <summary>
/// Removes an upload and all that came of it, under the claims of its run and its emails: once it is erased, no run brings a report out
/// and no email leaves. Of an email a tombstone stays, which holds the report's name only.
/// </summary>
public sealed class RunErasure(RunLedger runs, EmailLedger emails, SentEmails sent, OutcomeStore outcomes, IEmailCopies copies,
    Containers containers)
{
    public async Task<RunErased> EraseAsync(CohortId cohort, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(cohort, cancellationToken))
        {
            return new RunErased(Found: false);
        }

        await using var claim = await runs.TryClaimAsync(cohort.UploadName, cancellationToken);
        if (claim is null)
        {
            return new RunErased(Found: true, runs.ClaimTime);
        }

        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, claim.Lost);
        if (await EraseEmailsAsync(cohort, working.Token) is { Ticks: > 0 } busyFor)
        {
            await ForgetNewAsync(claim, working.Token);
            return new RunErased(Found: true, busyFor);
        }

        // The upload first: what is gone cannot be scored again.
        await DeleteAsync(containers.Uploads.GetBlobClient(cohort.UploadName), working.Token);
        await DeleteAsync(containers.Reports.GetBlobClient(cohort.ReportName), working.Token);
        await DeleteAsync(containers.Reports.GetBlobClient(cohort.ProblemsName), working.Token);
        await outcomes.DeleteAsync(cohort.UploadName, working.Token);
        await claim.DeleteAsync(working.Token);
        return new RunErased(Found: true);
    }

    /// <summary>With its snapshots: they hold the same students.</summary>
    private static async Task DeleteAsync(BlobClient blob, CancellationToken cancellationToken) =>
        await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);

    /// <summary>The claim made an entry that says an upload waits; nobody would end it.</summary>
    private static async Task ForgetNewAsync(RunClaim claim, CancellationToken cancellationToken)
    {
        if (claim.Run.UploadETag.Length == 0)
        {
            await claim.DeleteAsync(cancellationToken);
        }
    }

    /// <returns>How long one of the two emails may still be on its way; zero when neither leaves any more.</returns>
    private async Task<TimeSpan> EraseEmailsAsync(CohortId cohort, CancellationToken cancellationToken)
    {
        foreach (var report in (string[])[cohort.ReportName, cohort.ProblemsName])
        {
            var version = await FindETagAsync(containers.Reports.GetBlobClient(report), cancellationToken);
            if (await emails.TryEraseAsync(report, version, copies.ClaimTime, cancellationToken) is { Ticks: > 0 } busyFor)
            {
                return busyFor;
            }

            sent.Forget(report);
            await copies.DeleteAsync(report, cancellationToken);
        }

        return TimeSpan.Zero;
    }

    private async Task<bool> ExistsAsync(CohortId cohort, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(
            ExistsAsync(containers.Uploads.GetBlobClient(cohort.UploadName), cancellationToken),
            ExistsAsync(containers.Reports.GetBlobClient(cohort.ReportName), cancellationToken),
            ExistsAsync(containers.Reports.GetBlobClient(cohort.ProblemsName), cancellationToken),
            outcomes.ExistsAsync(cohort.UploadName, cancellationToken),
            IsOnRecordAsync(cohort.UploadName, cancellationToken));
        return found.Contains(true);
    }

    private static async Task<bool> ExistsAsync(BlobClient blob, CancellationToken cancellationToken) =>
        await blob.ExistsAsync(cancellationToken);

    private async Task<bool> IsOnRecordAsync(string uploadName, CancellationToken cancellationToken) =>
        await runs.FindAsync(uploadName, cancellationToken) is not null;

    private static async Task<ETag?> FindETagAsync(BlobClient report, CancellationToken cancellationToken)
    {
        try
        {
            return (await report.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag;
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }
}
