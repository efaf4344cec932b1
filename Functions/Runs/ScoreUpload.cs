using Antivirus.Functions.Observability;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Scoring;
using Antivirus.Storage;
using Antivirus.Storage.Runs;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Runs;

/// <summary>One upload in, its report, its rejected rows and its manifest out. A repeated event does nothing.</summary>
internal sealed partial class ScoreUpload(
    RunLedger ledger,
    Containers containers,
    UploadPromises promises,
    UploadQuota quota,
    Scorers scorers,
    GivenUpRuns givenUp,
    IOptions<RunOptions> options,
    Telemetry telemetry,
    TimeProvider clock,
    ILogger<ScoreUpload> logger)
{
    // Scored in less than a second: nobody need read in the ledger that it has begun.
    private const long MaxQuickBytes = 1024 * 1024;

    public async Task RunAsync(BlobClient upload, string blobName, CancellationToken cancellationToken)
    {
        if (IgnoredUploads.Matches(blobName))
        {
            LogIgnored(blobName);
            return;
        }

        var name = UploadName.Parse(blobName);
        if (name.IesCode is not { } iesCode)
        {
            LogWithoutInstitution(blobName);
            telemetry.FileRefused();
            return;
        }

        await using var claim = await ledger.ClaimAsync(blobName, cancellationToken);
        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, claim.Lost);
        using var open = await OpenUpload.OpenAsync(upload, name, iesCode, working.Token);
        if (open is null || IgnoredUploads.IsFolder(open.There.Metadata))
        {
            await LeaveAsync(claim, blobName, working.Token);
            return;
        }

        await RunClaimedAsync(claim, open, working.Token);
    }

    private async Task RunClaimedAsync(RunClaim claim, OpenUpload upload, CancellationToken cancellationToken)
    {
        if (IsDone(claim.Run, upload.There.ETag) || await claim.TryAdoptAsync(upload.There, cancellationToken))
        {
            LogRepeated(upload.BlobName);
            return;
        }

        using var span = telemetry.StartRun(upload.IesCode, clock.GetUtcNow() - upload.There.LastModified);
        var run = claim.Begin(upload.There.ETag, clock.GetUtcNow()) with { TraceParent = Telemetry.TraceParent };
        if (!claim.IsNew || upload.There.ContentLength > MaxQuickBytes)
        {
            await claim.SaveAsync(run, cancellationToken);
        }

        try
        {
            await FinishAsync(claim, run, upload, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The trigger tries again; the manifest says why meanwhile. Messages below never hold a cell of the file.
            telemetry.RunFailed(failure);
            LogFailed(upload.BlobName[(upload.IesCode.Length + 1)..], upload.IesCode, run.Attempt, RunWords.CauseOf(failure));
            await FailAsync(claim, run with { Failures = run.Failures + 1 }, upload.IesCode, failure, cancellationToken);
            throw;
        }
    }

    private async Task FinishAsync(RunClaim claim, RunManifest run, OpenUpload upload, CancellationToken cancellationToken)
    {
        var promise = await promises.FindAsync(upload.BlobName, cancellationToken);
        var refusal = await FindRefusalAsync(upload, promise, cancellationToken);
        var language = await scorers.LanguageForAsync(upload.IesCode, cancellationToken);
        var done = refusal is null
            ? await ScoreAsync(claim, run, upload, language, cancellationToken)
            : Refuse(run, refusal(language));
        await claim.FinishAsync(done, cancellationToken);
        if (promise is not null)
        {
            // The link has created its file: whatever lies there later came in another way.
            await promises.DeleteAsync(upload.BlobName, cancellationToken);
        }

        LogDone(upload.BlobName, done.State, done.Read, done.Scored, done.AtRisk, done.Rejected,
            (long)(clock.GetUtcNow() - run.StartedAt).TotalMilliseconds);
    }

    private async Task<Func<ReportLanguage, string>?> FindRefusalAsync(OpenUpload upload, UploadPromise? promise,
        CancellationToken cancellationToken) =>
        UploadRefusal.Of(upload.There, promise)
            ?? (await quota.IsBeyondAsync(upload.IesCode, upload.BlobName, upload.There, cancellationToken) ? UploadRefusal.BeyondQuota
                : upload.Name.Cohort is null ? language => FileNames.Refusal(upload.BlobName, language)
                : null);

    private static bool IsDone(RunManifest run, ETag etag) =>
        run.UploadETag == etag.ToString() && run.State is RunState.Done or RunState.Rejected;

    private async Task LeaveAsync(RunClaim claim, string upload, CancellationToken cancellationToken)
    {
        LogGone(upload);
        if (claim.Run.UploadETag.Length == 0)
        {
            // No run is on record: the entry would be listed as waiting for ever.
            await claim.DeleteAsync(cancellationToken);
        }
    }

    private async Task FailAsync(RunClaim claim, RunManifest run, string iesCode, Exception failure, CancellationToken cancellationToken)
    {
        if (run.Failures >= options.Value.MaxFailures)
        {
            await givenUp.GiveUpAsync(claim, run, RunWords.CauseOf(failure), cancellationToken);
            return;
        }

        var words = RunWords.Failed(failure, await scorers.LanguageForAsync(iesCode, cancellationToken));
        await claim.FinishAsync(run with { State = RunState.Failed, Error = words, FinishedAt = clock.GetUtcNow() }, cancellationToken);
    }

    private async Task<RunManifest> ScoreAsync(RunClaim claim, RunManifest run, OpenUpload upload, ReportLanguage language,
        CancellationToken cancellationToken)
    {
        var cohort = upload.Name.Cohort!.Value;
        var scorer = await scorers.ForAsync(cohort.IesCode, cancellationToken);
        var options = scorers.ReportOptionsFor(cohort.IesCode, language);
        if (scorer.Identity.Fit == ModelFit.Poor)
        {
            LogPoorFit(cohort.ToString(), scorer.Identity.Model, scorer.Identity.ModelVersion);
        }

        await using var output = await RunOutput.OpenAsync(containers.Reports, cohort, claim.IsNew, cancellationToken);
        CohortOutcome outcome;
        using (telemetry.StartStage(Stage.Score))
        {
            var reading = scorers.ReadingOptionsFor(cohort.IesCode, UploadChoices.From(upload.There.Metadata), language);
            outcome = await new ScoreCohort(scorer, options, reading)
                .RunAsync(upload.Content, output.ToCohortOutputs(), cancellationToken);
        }

        if (outcome.FileProblem is not null)
        {
            await output.DropReportAsync();
        }

        var scored = Describe(run, outcome, scorer, output, cohort) with
        {
            Threshold = options.Threshold ?? scorer.Threshold,
            ThresholdByGroup = options.Threshold is null && scorer.RiskThreshold.IsByGroup,
        };
        // Whoever deleted or replaced the upload meanwhile wants no report of it: the try fails, and the next one finds what is there.
        var unchanged = new BlobRequestConditions { IfMatch = new ETag(run.UploadETag) };
        await upload.Blob.GetPropertiesAsync(unchanged, cancellationToken);
        // Before the report appears, so that its email finds the counts.
        await claim.SaveAsync(scored, cancellationToken);
        using (telemetry.StartStage(Stage.Commit))
        {
            await output.CommitAsync(cancellationToken);
        }

        var state = outcome.Scored > 0 ? RunState.Done : RunState.Rejected;
        telemetry.CohortDone(state, outcome, scorer.Identity);
        return scored with { State = state, FinishedAt = clock.GetUtcNow() };
    }

    private static RunManifest Describe(RunManifest run, CohortOutcome outcome, IRiskScorer scorer, RunOutput output, CohortId cohort) =>
        run with
        {
            UploadSha256 = outcome.InputSha256,
            Report = output.Report is null ? null : cohort.ReportName,
            ReportSha256 = output.Report?.Sha256,
            Problems = output.Problems is null ? null : cohort.ProblemsName,
            ProblemsSha256 = output.Problems?.Sha256,
            Read = outcome.Read,
            Scored = outcome.Scored,
            AtRisk = outcome.AtRisk,
            Rejected = outcome.Rejected,
            Reading = outcome.Reading,
            Scorer = scorer.Identity,
            TopReasons = outcome.TopReasons,
            NewWords = outcome.NewWords,
            Drift = outcome.Drift,
            Leading = outcome.Leading,
        };

    private RunManifest Refuse(RunManifest run, string reason)
    {
        telemetry.FileRefused();
        return run with { State = RunState.Rejected, Error = reason, FinishedAt = clock.GetUtcNow() };
    }

    [LoggerMessage(LogLevel.Information,
        "Cohort {Cohort}: {State}; rows read: {Read}, scored: {Scored}, at risk: {AtRisk}, rejected: {Rejected}; {Milliseconds} ms.")]
    private partial void LogDone(string cohort, RunState state, long read, long scored, long atRisk, long rejected, long milliseconds);

    [LoggerMessage(LogLevel.Warning,
        "Cohort {Cohort} is scored by {Model} {Version}, whose fit is poor: it does no better than always answering the base rate. Train " +
        "and publish a better one.")]
    private partial void LogPoorFit(string cohort, string? model, string? version);

    [LoggerMessage(LogLevel.Warning, "Upload {File} of institution {Institution} failed in try {Attempt}: {Failure}.")]
    private partial void LogFailed(string file, string institution, int attempt, string failure);

    [LoggerMessage(LogLevel.Information, "Cohort {Cohort} is done already; the repeated event changes nothing.")]
    private partial void LogRepeated(string cohort);

    [LoggerMessage(LogLevel.Warning, "Blob {Cohort} was deleted before it was read, or stands for a folder; nothing is done.")]
    private partial void LogGone(string cohort);

    [LoggerMessage(LogLevel.Information, "Blob {Blob} is a folder's or a program's own file, not a cohort; nothing is done.")]
    private partial void LogIgnored(string blob);

    [LoggerMessage(LogLevel.Warning,
        "Blob {Cohort} lies in no institution's folder; nothing is done. Upload it as <institution>/<file>.csv.")]
    private partial void LogWithoutInstitution(string cohort);
}
