using System.Globalization;
using Antivirus.Functions.Runs;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Outcomes;
using Antivirus.Storage;
using Antivirus.Storage.Outcomes;
using Antivirus.Storage.Runs;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Measures past reports by what became of their students.</summary>
internal sealed class OutcomeCalls(RequestPipeline pipeline, RunLedger ledger, OutcomeStore store, OutcomeModels models, Scorers scorers,
    Containers containers, TimeProvider clock)
{
    private const string FileField = "data";
    private const string Rows = "rows";

    /// <summary>Takes the file of labels, measures the report, and keeps both.</summary>
    public Task<IResult> TakeAsync(HttpRequest request, string ies, string file, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "outcomeUpload", async call =>
        {
            var run = await FindRunAsync(call, ies, file, cancellationToken);
            var capacity = ReadCapacity(request) ?? scorers.CapacityFor(ies);
            var (artefact, card) = await models.OfAsync(ies, run, cancellationToken);
            var options = await models.OptionsForAsync(ies, artefact, run, cancellationToken);
            try
            {
                var labels = await ReadLabelsAsync(request, options, cancellationToken);
                var join = await JoinAsync(run, labels, options, cancellationToken);
                var groups = GroupValues.Join(await ReadGroupsAsync(run, artefact, options, join, cancellationToken), labels.Groups);
                var record = new OutcomeRecord(run.Upload, run.ReportSha256, run.FinishedAt ?? run.StartedAt, clock.GetUtcNow(),
                    MeasureOutcomes.Of(join, capacity, card, groups));
                await SaveAsync(record, labels, cancellationToken);
                call.Result = "measured";
                return Results.Json(await DescribeAsync(record, run, ies, cancellationToken), ApiJson.Plain.OutcomeAnswer);
            }
            catch (CohortFormatException refused)
            {
                throw new ApiException(StatusCodes.Status400BadRequest, Describe(refused.Problem));
            }
        }, cancellationToken);

    /// <summary>All measured reports of an institution, the oldest first.</summary>
    public Task<IResult> ListAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "outcomes", async call =>
        {
            IesRequest.Check(ies, call);
            var all = await store.ListAsync(ies, cancellationToken);
            call.Result = Count.Of(all.Count, "term");
            var language = await scorers.LanguageForAsync(ies, cancellationToken);
            IReadOnlyList<OutcomeAnswer> terms = [.. all.Select(one => Describe(one, null, ies, language))];
            return Results.Json(terms, ApiJson.Plain.IReadOnlyListOutcomeAnswer);
        }, cancellationToken);

    /// <summary>One measured report, or its rows for a new training (<c>format=rows</c>).</summary>
    public Task<IResult> GetAsync(HttpRequest request, string ies, string file, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, IsForRows(request) ? "outcomeRows" : "outcomes", async call =>
        {
            var run = await FindRunAsync(call, ies, file, cancellationToken);
            var record = await store.FindAsync(run.Upload, cancellationToken) ?? throw NotMeasured();
            call.Result = "answered";
            return request.Query["format"].FirstOrDefault() switch
            {
                null or "" or "json" => Results.Json(await DescribeAsync(record, run, ies, cancellationToken), ApiJson.Plain.OutcomeAnswer),
                Rows => await RowsAsync(run, ies, cancellationToken),
                _ => throw new ApiException(StatusCodes.Status400BadRequest, "format debe ser json o rows."),
            };
        }, cancellationToken);

    private async Task<RunManifest> FindRunAsync(ApiCall call, string ies, string file, CancellationToken cancellationToken)
    {
        IesRequest.Check(ies, call);
        call.File = file;
        var upload = RunCalls.Parse(ies, file).UploadName;
        return await ledger.FindAsync(upload, cancellationToken) switch
        {
            null when await containers.Uploads.GetBlobClient(upload).ExistsAsync(cancellationToken) => throw NotYet(),
            null => throw new ApiException(StatusCodes.Status404NotFound, "No hay ningún archivo con ese nombre."),
            { Report: null, State: RunState.Waiting or RunState.Running } => throw NotYet(),
            { Report: null, State: RunState.Failed } => throw new ApiException(StatusCodes.Status409Conflict,
                "El último intento de hacer el reporte de este archivo falló. Mire el estado del archivo; cuando tenga reporte, envíe " +
                "los desenlaces."),
            { Report: null } => throw new ApiException(StatusCodes.Status409Conflict,
                "De este archivo no hay reporte: ninguna fila se pudo evaluar, y no hay nada que medir."),
            var run => run,
        };
    }

    private static ApiException NotYet() => new(StatusCodes.Status409Conflict,
        "El reporte de este archivo todavía no está listo; envíe los desenlaces cuando lo esté.");

    private static bool IsForRows(HttpRequest request) => request.Query["format"].FirstOrDefault() == Rows;

    private static int? ReadCapacity(HttpRequest request) => request.Query["capacity"].FirstOrDefault() switch
    {
        null or "" => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        _ => throw new ApiException(StatusCodes.Status400BadRequest,
            "capacity debe ser a cuántos estudiantes se pudo llamar: un número entero desde 1."),
    };

    /// <summary>The body as it is, or the file field of a form.</summary>
    private static async Task<OutcomeLabels> ReadLabelsAsync(HttpRequest request, OutcomeOptions options,
        CancellationToken cancellationToken)
    {
        // curl --data-binary says application/x-www-form-urlencoded of any file: only a multipart form has parts.
        if (request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) != true)
        {
            return await OutcomeReader.ReadAsync(request.Body, options, cancellationToken);
        }

        var form = UploadForm.Open(request);
        while (await form.ReadAsync(cancellationToken) is { } part)
        {
            if (part.Name == FileField)
            {
                return await OutcomeReader.ReadAsync(part.Content, options, cancellationToken);
            }
        }

        throw new ApiException(StatusCodes.Status400BadRequest,
            $"Falta el archivo con los desenlaces: envíelo en el campo {FileField}, o como cuerpo de la petición.");
    }

    private async Task<OutcomeJoin> JoinAsync(RunManifest run, OutcomeLabels labels, OutcomeOptions options,
        CancellationToken cancellationToken)
    {
        await using var report = await ReportDownload.OpenAsync(containers.Reports.GetBlobClient(run.Report!), cancellationToken)
            ?? throw new ApiException(StatusCodes.Status404NotFound, "Este reporte ya no existe: alguien lo borró o lo reemplazó.");
        return await OutcomeJoin.ReadAsync(report, labels, options, cancellationToken);
    }

    /// <summary>The sensitive values of the students, where their upload is still there.</summary>
    private async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ReadGroupsAsync(RunManifest run,
        ModelArtefact artefact, OutcomeOptions options, OutcomeJoin join, CancellationToken cancellationToken)
    {
        await using var upload = await ReportDownload.OpenAsync(containers.Uploads.GetBlobClient(run.Upload), cancellationToken);
        if (upload is null)
        {
            return new Dictionary<string, IReadOnlyDictionary<string, string>>();
        }

        await using var rows = await CohortRows.OpenAsync(upload, artefact.Schema, run.Reading, options.Language, cancellationToken);
        var students = join.Students.Select(student => student.Id).ToHashSet(StringComparer.Ordinal);
        return await GroupValues.ReadAsync(rows, options, students, cancellationToken);
    }

    /// <summary>Keeps both, unless the run was erased meanwhile.</summary>
    private async Task SaveAsync(OutcomeRecord record, OutcomeLabels labels, CancellationToken cancellationToken)
    {
        await store.SaveAsync(record, labels.ByStudent, cancellationToken);
        if (await ledger.FindAsync(record.Upload, cancellationToken) is null)
        {
            await store.DeleteAsync(record.Upload, CancellationToken.None);
            throw new ApiException(StatusCodes.Status404NotFound, "Este archivo se borró mientras se medía; no se guardó nada.");
        }
    }

    private async Task<IResult> RowsAsync(RunManifest run, string ies, CancellationToken cancellationToken)
    {
        var (artefact, _) = await models.OfAsync(ies, run, cancellationToken);
        var options = await models.OptionsForAsync(ies, artefact, run, cancellationToken);
        var labels = await store.FindLabelsAsync(run.Upload, cancellationToken) ?? throw NotMeasured();
        var upload = await ReportDownload.OpenAsync(containers.Uploads.GetBlobClient(run.Upload), cancellationToken)
            ?? throw new ApiException(StatusCodes.Status404NotFound, "El archivo que se subió ya no existe; sin él no hay filas que unir.");
        return Results.Stream(async output =>
        {
            await using (upload)
            {
                await using var rows =
                    await CohortRows.OpenAsync(upload, artefact.Schema, run.Reading, options.Language, cancellationToken);
                await RetrainingFile.WriteAsync(rows, labels, options, output, cancellationToken);
            }
        }, "text/csv; charset=utf-8", "reentrenamiento.csv");
    }

    private static ApiException NotMeasured() => new(StatusCodes.Status404NotFound,
        "De este archivo no se conocen desenlaces; envíelos con POST a esta misma dirección.");

    private async Task<OutcomeAnswer> DescribeAsync(OutcomeRecord record, RunManifest run, string ies,
        CancellationToken cancellationToken) =>
        Describe(record, run, ies, await scorers.LanguageForAsync(ies, cancellationToken));

    private static OutcomeAnswer Describe(OutcomeRecord record, RunManifest? run, string ies, ReportLanguage language) => new(
        record.Upload[(ies.Length + 1)..],
        record.ScoredAt,
        record.MeasuredAt,
        run is not null && run.ReportSha256 != record.ReportSha256,
        OutcomeSentences.Of(record.Measured, language),
        record.Measured with
        {
            Groups = ShownGroups.Of(record.Measured.Groups),
        });

    private static string Describe(RowProblem problem) =>
        (problem.Line > 0 ? $"Línea {problem.Line}" : "El archivo")
        + (problem.Column is { } column ? $", columna {column}" : "")
        + $": se encontró {problem.Found}; se espera {problem.Expected}.";
}
