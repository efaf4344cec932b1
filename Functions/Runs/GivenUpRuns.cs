using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Antivirus.Functions.Observability;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Reports;
using Antivirus.Storage;
using Antivirus.Storage.Runs;
using Azure;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace Antivirus.Functions.Runs;

/// <summary>Ends the run of an upload that no further try follows: ledger, log and metrics say so, and its institution gets an
/// email.</summary>
internal sealed partial class GivenUpRuns(
    RunLedger ledger,
    Containers containers,
    Scorers scorers,
    Telemetry telemetry,
    TimeProvider clock,
    ILogger<GivenUpRuns> logger)
{
    /// <summary>Ends the run of a version that the trigger's host has given up, unless it was done after all or has been
    /// replaced.</summary>
    public async Task GiveUpAsync(string upload, string etag, string reason, CancellationToken cancellationToken)
    {
        await using var claim = await ledger.ClaimAsync(upload, cancellationToken);
        var run = claim.Run;
        if (!await IsThereAsync(upload, etag, cancellationToken))
        {
            await ForgetWaitingAsync(claim, etag, cancellationToken);
        }
        else if (!IsSettled(run, etag))
        {
            await GiveUpAsync(claim, run.UploadETag.Trim('"') == etag ? run : ManifestFor(upload, etag), reason, cancellationToken);
        }
    }

    /// <summary>Ends a run under its claim; an upload without a cohort's name gets no email.</summary>
    public async Task GiveUpAsync(RunClaim claim, RunManifest run, string reason, CancellationToken cancellationToken)
    {
        LogGivenUp(run.Upload, reason);
        telemetry.RunGivenUp();
        var isCohort = CohortId.TryParseUpload(run.Upload, out var cohort);
        var language = isCohort ? await scorers.LanguageForAsync(cohort.IesCode, cancellationToken) : ReportLanguage.Spanish;
        var failed = run with { State = RunState.Failed, Error = RunWords.GivenUp(language), FinishedAt = clock.GetUtcNow() };
        if (!isCohort)
        {
            await claim.FinishAsync(failed, cancellationToken);
            return;
        }

        // The ledger first: the email of the notice takes its words from there.
        var notice = Notice(run, language);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(notice.Span));
        await claim.SaveAsync(failed with { Report = null, ReportSha256 = null, Problems = cohort.ProblemsName, ProblemsSha256 = sha256 },
            cancellationToken);
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "text/csv; charset=utf-8" },
            Metadata = new Dictionary<string, string> { [RunOutput.Sha256Metadata] = sha256 },
        };
        await containers.Reports.GetBlobClient(cohort.ProblemsName).UploadAsync(new BinaryData(notice), options, cancellationToken);
    }

    private RunManifest ManifestFor(string upload, string etag) => new()
    {
        State = RunState.Failed,
        Upload = upload,
        UploadETag = new ETag(etag).ToString(),
        StartedAt = clock.GetUtcNow(),
    };

    /// <summary>Done after all, or given up before by a host that died before it could note it.</summary>
    private static bool IsSettled(RunManifest run, string etag) =>
        run.UploadETag.Trim('"') == etag
            && (run.State is RunState.Done or RunState.Rejected || (run.State == RunState.Failed && RunWords.IsGivenUp(run.Error)));

    /// <summary>An entry of which no run began would say for ever that an upload waits.</summary>
    private static Task ForgetWaitingAsync(RunClaim claim, string etag, CancellationToken cancellationToken) =>
        etag.Length == 0 && claim.Run.UploadETag.Length == 0 ? claim.DeleteAsync(cancellationToken) : Task.CompletedTask;

    private async Task<bool> IsThereAsync(string upload, string etag, CancellationToken cancellationToken)
    {
        try
        {
            // An instance that died at a small upload noted no version of it.
            var same = new BlobRequestConditions { IfMatch = etag.Length == 0 ? null : new ETag(etag) };
            await containers.Uploads.GetBlobClient(upload).GetPropertiesAsync(same, cancellationToken);
            return true;
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>An <c>errores_</c> file of one line; the time keeps the notice of a second upload from passing for the first
    /// one's.</summary>
    private static ReadOnlyMemory<byte> Notice(RunManifest run, ReportLanguage language)
    {
        var time = run.StartedAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        var output = new ArrayBufferWriter<byte>();
        new ProblemsWriter(language).WriteHeader(output);
        ProblemsWriter.Write(output, language == ReportLanguage.English
            ? new RowProblem(0, null, $"The server could not process the file ({time})",
                "Upload it again; if this repeats, tell whoever runs the server")
            : new RowProblem(0, null, $"El servidor no pudo procesar el archivo ({time})",
                "Súbalo de nuevo; si se repite, avise a quien administra el servidor"));
        return output.WrittenMemory;
    }

    [LoggerMessage(LogLevel.Error,
        "Cohort {Cohort} is given up ({Reason}); its run is Failed and its institution gets an email. Mend the cause and upload it again.")]
    private partial void LogGivenUp(string cohort, string reason);
}
