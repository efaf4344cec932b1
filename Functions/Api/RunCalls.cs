using Antivirus.Blobs;
using Antivirus.Model.Cohorts;
using Antivirus.Storage;
using Antivirus.Storage.Erasure;
using Antivirus.Storage.Runs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Tells what became of uploads, and removes them.</summary>
internal sealed class RunCalls(RequestPipeline pipeline, RunLedger ledger, RunErasure erasure, Containers containers)
{
    /// <summary>Storage takes names of 1024 characters, of which institution, prefix and ledger need some.</summary>
    private const int MaxFileLength = 900;

    public Task<IResult> GetAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "runs", async call =>
        {
            IesRequest.Check(ies, call);
            if (request.Query["file"].FirstOrDefault() is not { } file)
            {
                var runs = await ListAsync(ies, cancellationToken);
                call.Result = Count.Of(runs.Count, "run");
                return Results.Json(runs, ApiJson.Plain.IReadOnlyListRunAnswer);
            }

            var cohort = Parse(ies, file);
            call.File = file;
            var one = await FindAsync(cohort, file, cancellationToken);
            call.Result = one.State.ToString();
            return Results.Json(one, ApiJson.Plain.RunAnswer);
        }, cancellationToken);

    /// <summary>Removes upload, report, rejected rows, outcomes and ledger entry: a student's or the law's right.</summary>
    public Task<IResult> DeleteAsync(HttpRequest request, string ies, string? file, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "delete", async call =>
        {
            IesRequest.Check(ies, call);
            var cohort = Parse(ies, file ?? "");
            call.File = file;
            var erased = await erasure.EraseAsync(cohort, cancellationToken);
            if (!erased.Found)
            {
                throw NotFound();
            }

            if (erased.BusyFor is { } busyFor)
            {
                throw new ApiException(StatusCodes.Status409Conflict,
                    "Este archivo se está procesando, o su correo está saliendo, y no se borró; intente de nuevo en un minuto.",
                    (int)Math.Ceiling(busyFor.TotalSeconds));
            }

            call.Result = "deleted";
            return Results.NoContent();
        }, cancellationToken);

    /// <summary>Every upload by name, also one that no run has begun for.</summary>
    private async Task<IReadOnlyList<RunAnswer>> ListAsync(string ies, CancellationToken cancellationToken)
    {
        var runs = new SortedDictionary<string, RunAnswer>(StringComparer.Ordinal);
        await foreach (var upload in BlobListing.ListAsync(containers.Uploads, BlobTraits.Metadata, $"{ies}/", [],
            cancellationToken))
        {
            if (IgnoredUploads.Matches(upload.Name) || IgnoredUploads.IsFolder(upload.Metadata))
            {
                continue;
            }

            var file = upload.Name[(ies.Length + 1)..];
            runs[file] = Waiting(file);
        }

        await foreach (var run in ledger.ListAsync(ies, cancellationToken))
        {
            var known = Describe(run, ies);
            runs[known.File] = known;
        }

        return [.. runs.Values];
    }

    private async Task<RunAnswer> FindAsync(CohortId cohort, string file, CancellationToken cancellationToken)
    {
        if (await ledger.FindAsync(cohort.UploadName, cancellationToken) is { } run)
        {
            return Describe(run, cohort.IesCode);
        }

        return await containers.Uploads.GetBlobClient(cohort.UploadName).ExistsAsync(cancellationToken) ? Waiting(file) : throw NotFound();
    }

    /// <exception cref="ApiException">The name cannot be that of an upload of the institution.</exception>
    internal static CohortId Parse(string ies, string file) =>
        file.Length <= MaxFileLength && !file.Contains("..", StringComparison.Ordinal) && !file.Any(char.IsControl)
            && CohortId.TryParseUpload($"{ies}/{file}", out var cohort) && cohort.IesCode == ies
            ? cohort
            : throw new ApiException(StatusCodes.Status400BadRequest,
                "file debe ser el nombre de un archivo .csv, .csv.gz, .xlsx o .xlsm de la institución.");

    private static ApiException NotFound() => new(StatusCodes.Status404NotFound, "No hay ningún archivo con ese nombre.");

    private static RunAnswer Waiting(string file) => new(file, RunState.Waiting, 0, 0, 0, 0, null, null, null, null, null);

    private static RunAnswer Describe(RunManifest run, string ies) => new(
        run.Upload[(ies.Length + 1)..],
        run.State,
        run.Read,
        run.Scored,
        run.AtRisk,
        run.Rejected,
        run.Report?[(ies.Length + 1)..],
        run.Problems?[(ies.Length + 1)..],
        run.Error,
        run.StartedAt,
        run.FinishedAt)
    {
        Reading = run.Reading,
        Leading = run.Leading,
    };
}
