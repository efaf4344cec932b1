using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Erasure;
using Antivirus.Storage.Emails;
using Antivirus.Storage.Outcomes;
using Antivirus.Storage.Runs;

namespace Antivirus.Storage.Erasure;

/// <summary>
/// Erases one student of an institution: each file that holds a row of the student is written anew without it, under the claim of its
/// run, and nothing is scored or emailed again. May be stopped anywhere and repeated: the upload, by which all other rows are found,
/// is written last, and says itself which version it replaces.
/// </summary>
public sealed class StudentErasure(StudentFiles files, RunLedger runs, EmailLedger emails, OutcomeStore outcomes, IEmailCopies copies,
    Containers containers)
{
    public async Task<StudentErased> EraseAsync(string iesCode, string id, CancellationToken cancellationToken)
    {
        var (erased, left, copiesDeleted) = (new List<ErasedFile>(), new List<LeftFile>(), 0);
        await foreach (var found in files.FindAsync(iesCode, id, cancellationToken))
        {
            var name = found.Upload[(iesCode.Length + 1)..];
            var (file, reason) = await EraseInAsync(found.Upload, id, cancellationToken);
            if (file is not null)
            {
                copiesDeleted += file.Emails;
                erased.Add(file with { File = name });
            }

            if (reason is { } why)
            {
                left.Add(new LeftFile(name, why));
            }
        }

        // Emails of earlier versions of a report, in which the student stood.
        copiesDeleted += await copies.DeleteMentionsAsync(iesCode, id, cancellationToken);
        return new StudentErased(erased, left, copiesDeleted);
    }

    private async Task<(ErasedFile? Erased, LeftReason? Left)> EraseInAsync(string upload, string id, CancellationToken cancellationToken)
    {
        await using var claim = await runs.TryClaimAsync(upload, cancellationToken);
        if (claim is null)
        {
            return (null, LeftReason.InWork);
        }

        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, claim.Lost);
        var run = await ReadAsync(claim, upload, working.Token);
        var file = await files.FindInAsync(upload, id, working.Token);
        var done = await EraseAsync(claim, run, file, working.Token);
        if (run.UploadETag.Length == 0 && file.UploadVersion is null)
        {
            // The claim made the entry; it would say for ever that an upload waits.
            await claim.DeleteAsync(working.Token);
        }

        var erased = done is null ? null : new ErasedFile(upload, StudentFile.Count(file.Rows), StudentFile.Count(file.Report),
            StudentFile.Count(file.Problems), StudentFile.Count(file.Outcomes))
        {
            Emails = done.Emails,
            IsMadeAnew = done.IsMadeAnew,
        };
        return erased is null ? (null, LeftReason.InWork) : (erased.IsChanged ? erased : null, file.Left);
    }

    /// <summary>The manifest, brought up to date where an erasure before this one was stopped after its last file.</summary>
    private async Task<RunManifest> ReadAsync(RunClaim claim, string upload, CancellationToken cancellationToken)
    {
        var run = claim.Run;
        var there = await StudentFiles.FindPropertiesAsync(containers.Uploads.GetBlobClient(upload), cancellationToken);
        return there is not null && ErasedVersion.From(there.Metadata) is { } before && before.Follows(run)
            ? before.Apply(run, there.ETag)
            : run;
    }

    /// <returns>Null when one of the files, or its email, is in work.</returns>
    private async Task<Done?> EraseAsync(RunClaim claim, RunManifest run, StudentFile file, CancellationToken cancellationToken)
    {
        int? deleted = 0;
        if (CohortId.TryParseUpload(file.Upload, out var cohort))
        {
            deleted += await EraseReportAsync(cohort.ProblemsName, file.Problems, cancellationToken);
            deleted += deleted is null ? null : await EraseReportAsync(cohort.ReportName, file.Report, cancellationToken);
        }

        if (deleted is not { } emailsDeleted || !await EraseOutcomesAsync(file, cancellationToken))
        {
            return null;
        }

        var counted = await CountAsync(run, file, cohort, cancellationToken);
        if (file.Rows is { HasStudent: true })
        {
            var isMadeAnew = await EraseUploadAsync(claim, run, counted, file, cancellationToken);
            return isMadeAnew is { } anew ? new Done(emailsDeleted, anew) : null;
        }

        if (run.UploadETag.Length > 0)
        {
            await claim.SaveAsync(counted, cancellationToken);
        }

        return new Done(emailsDeleted, IsMadeAnew: false);
    }

    /// <summary>An email that is settled stays so for the new content; one that is still due leaves without the student.</summary>
    /// <returns>How many copies of its emails were deleted; null when the report or its email is in work.</returns>
    private async Task<int?> EraseReportAsync(string report, StudentRowSet? rows, CancellationToken cancellationToken)
    {
        if (StudentFile.Count(rows) == 0)
        {
            return 0;
        }

        var deleted = 0;
        var written = await RowRemoval.WriteAsync(containers.Reports, report, null, rows!, async (version, sha256, metadata) =>
        {
            metadata[RunOutput.Sha256Metadata] = sha256;
            var isSettled = await emails.TryKeepSettledAsync(report, version, sha256, copies.ClaimTime, cancellationToken);
            deleted = isSettled ? await copies.DeleteAsync(report, cancellationToken) : 0;
            return isSettled;
        }, cancellationToken);
        return written is null ? null : deleted;
    }

    private async Task<bool> EraseOutcomesAsync(StudentFile file, CancellationToken cancellationToken) =>
        StudentFile.Count(file.Outcomes) == 0 || await RowRemoval.WriteAsync(containers.Ledger, outcomes.LabelsOf(file.Upload).Name, null,
            file.Outcomes!, (_, _, _) => Task.FromResult(true), cancellationToken) is not null;

    /// <returns>Whether the upload was made anew; null when it changed meanwhile.</returns>
    private async Task<bool?> EraseUploadAsync(RunClaim claim, RunManifest run, RunManifest counted, StudentFile file,
        CancellationToken cancellationToken)
    {
        ErasedVersion? erased = null;
        var written = await RowRemoval.WriteAsync(containers.Uploads, file.Upload, run.Reading ?? new ReadingSummary(), file.Rows!,
            (_, sha256, metadata) =>
            {
                erased = new ErasedVersion(run.UploadETag.Trim('"'), sha256, counted.Read, counted.Scored, counted.AtRisk,
                    counted.Rejected);
                erased.WriteTo(metadata);
                return Task.FromResult(true);
            }, cancellationToken);
        if (written is null)
        {
            return null;
        }

        await claim.SaveAsync(erased!.Apply(counted, written.Version), cancellationToken);
        return written.IsMadeAnew;
    }

    /// <summary>The manifest's counts without the student, taken from the files as they are, so that a repeat counts the same.</summary>
    private async Task<RunManifest> CountAsync(RunManifest run, StudentFile file, CohortId cohort, CancellationToken cancellationToken)
    {
        var scored = file.Report?.Others ?? run.Scored;
        var rows = Math.Max((file.Rows?.Rows ?? []).Count(row => row.Sheet is null), run.Scored - scored);
        var words = (file.Rows?.Rows ?? []).SelectMany(row => row.Cells).ToHashSet(StringComparer.Ordinal);
        return run with
        {
            Read = run.Read - rows,
            Scored = scored,
            AtRisk = file.Report?.OthersAtRisk ?? run.AtRisk,
            Rejected = Math.Max(0, run.Rejected - (rows - (run.Scored - scored))),
            NewWords = [.. run.NewWords.Where(count => !count.Words.Any(words.Contains))],
            ReportSha256 = await Sha256OfAsync(cohort.ReportName, cancellationToken) ?? run.ReportSha256,
            ProblemsSha256 = await Sha256OfAsync(cohort.ProblemsName, cancellationToken) ?? run.ProblemsSha256,
        };
    }

    private async Task<string?> Sha256OfAsync(string report, CancellationToken cancellationToken) =>
        await StudentFiles.FindPropertiesAsync(containers.Reports.GetBlobClient(report), cancellationToken) is { } properties
            && properties.Metadata.TryGetValue(RunOutput.Sha256Metadata, out var sha256) ? sha256 : null;

    /// <param name="Emails">Copies of emails that were deleted.</param>
    /// <param name="IsMadeAnew">Whether the upload is a workbook that was made anew.</param>
    private sealed record Done(int Emails, bool IsMadeAnew);
}
