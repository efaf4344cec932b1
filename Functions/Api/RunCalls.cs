using Antivirus.Functions.Audit;
using Antivirus.Functions.Email;
using Antivirus.Functions.Runs;
using Antivirus.Functions.Storage;
using Antivirus.Model.Cohorts;
using Azure;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Tells what became of uploads, and removes them.</summary>
public sealed class RunCalls(ApiGate gate, RunLedger ledger, EmailLedger emails, Containers containers, AuditLog audit)
{
    public Task<IResult> GetAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        gate.RunAsync(request, "runs", async caller =>
        {
            IesRequest.Check(ies, caller);
            var file = request.Query["file"].FirstOrDefault();
            if (file is null)
            {
                var runs = await ledger.ListAsync(ies, cancellationToken).Select(run => Describe(run, ies)).ToListAsync(cancellationToken);
                audit.Write(new AuditEntry(caller.Name, ies, "runs", $"{runs.Count} runs"));
                return Results.Json(runs, ApiJson.Plain.IReadOnlyListRunAnswer);
            }

            var one = await FindAsync(ies, file, cancellationToken);
            audit.Write(new AuditEntry(caller.Name, ies, "run", one.State.ToString()) { File = file });
            return Results.Json(one, ApiJson.Plain.RunAnswer);
        }, cancellationToken);

    /// <summary>Removes upload, report, rejected rows and ledger entry: a student's or the law's right.</summary>
    public Task<IResult> DeleteAsync(HttpRequest request, string ies, string? file, CancellationToken cancellationToken) =>
        gate.RunAsync(request, "delete", async caller =>
        {
            IesRequest.Check(ies, caller);
            var deleted = await DeleteAsync(Parse(ies, file ?? ""), cancellationToken);
            audit.Write(new AuditEntry(caller.Name, ies, "delete", deleted ? "deleted" : "404") { File = file });
            return deleted ? Results.NoContent() : throw NotFound();
        }, cancellationToken);

    private async Task<bool> DeleteAsync(CohortId cohort, CancellationToken cancellationToken)
    {
        // The upload first: what is gone cannot be scored again.
        var deleted = (bool)await containers.Uploads.GetBlobClient(cohort.UploadName).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        deleted |= await containers.Reports.GetBlobClient(cohort.ReportName).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        deleted |= await containers.Reports.GetBlobClient(cohort.ProblemsName).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        await emails.DeleteAsync(cohort.ReportName, cancellationToken);
        await emails.DeleteAsync(cohort.ProblemsName, cancellationToken);
        try
        {
            return await ledger.DeleteAsync(cohort.UploadName, cancellationToken) | deleted;
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            throw new ApiException(StatusCodes.Status409Conflict, "Este archivo se está procesando; intente borrarlo de nuevo en un minuto.");
        }
    }

    private async Task<RunAnswer> FindAsync(string ies, string file, CancellationToken cancellationToken)
    {
        var cohort = Parse(ies, file);
        if (await ledger.FindAsync(cohort.UploadName, cancellationToken) is { } run)
        {
            return Describe(run, ies);
        }

        if (await containers.Uploads.GetBlobClient(cohort.UploadName).ExistsAsync(cancellationToken))
        {
            return new RunAnswer(file, RunState.Waiting, 0, 0, 0, 0, null, null, null, default, null);
        }

        throw NotFound();
    }

    private static CohortId Parse(string ies, string file) =>
        !file.Contains("..", StringComparison.Ordinal) && !file.Any(char.IsControl) && CohortId.TryParseUpload($"{ies}/{file}", out var cohort) && cohort.IesCode == ies
            ? cohort
            : throw new ApiException(StatusCodes.Status400BadRequest, "file debe ser el nombre de un archivo .csv o .csv.gz de la institución.");

    private static ApiException NotFound() => new(StatusCodes.Status404NotFound, "No hay ningún archivo con ese nombre.");

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
        run.FinishedAt);
}
