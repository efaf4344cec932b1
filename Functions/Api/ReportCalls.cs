using Antivirus.Functions.Runs;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Reports;
using Antivirus.Model.Reports.Workbooks;
using Antivirus.Storage;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Sends uploads as they came, reports in the form that is asked for, and the template that an institution fills in.</summary>
internal sealed class ReportCalls(RequestPipeline pipeline, Containers containers, Scorers scorers)
{
    /// <summary>Storage takes names of 1024 characters, of which the institution needs some.</summary>
    private const int MaxFileLength = 900;

    public Task<IResult> GetAsync(HttpRequest request, string ies, string? file, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "report", async call =>
        {
            IesRequest.Check(ies, call);
            var format = ReportDownload.ParseFormat(request.Query["format"].FirstOrDefault());
            var cohort = Parse(ies, file ?? "", out var isProblems);
            call.File = file;
            var problems = isProblems || format == ReportFormat.Xlsx ? await OpenAsync(cohort.ProblemsName, cancellationToken) : null;
            var report = isProblems ? null : await OpenAsync(cohort.ReportName, cancellationToken);
            if ((isProblems ? problems : report) is null)
            {
                await (problems?.DisposeAsync() ?? ValueTask.CompletedTask);
                throw new ApiException(StatusCodes.Status404NotFound, "No hay ningún archivo con ese nombre.");
            }

            call.Result = format.ToString();
            return ReportDownload.Send(report, problems, file!, format, await scorers.LanguageForAsync(ies, cancellationToken),
                cancellationToken);
        }, cancellationToken);

    public Task<IResult> GetUploadAsync(HttpRequest request, string ies, string? file, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "original", async call =>
        {
            IesRequest.Check(ies, call);
            var cohort = RunCalls.Parse(ies, file ?? "");
            call.File = file;
            var upload = await ReportDownload.OpenAsync(containers.Uploads.GetBlobClient(cohort.UploadName), cancellationToken)
                ?? throw new ApiException(StatusCodes.Status404NotFound, "No hay ningún archivo con ese nombre.");
            call.Result = "sent";
            return Results.Stream(upload, "application/octet-stream", cohort.File);
        }, cancellationToken);

    public Task<IResult> GetTemplateAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "template", async call =>
        {
            IesRequest.Check(ies, call);
            using var template = new MemoryStream();
            await CohortTemplate.WriteAsync(await SchemaOfAsync(ies, cancellationToken), template,
                await scorers.LanguageForAsync(ies, cancellationToken), cancellationToken);
            call.Result = "template";
            return Results.Bytes(template.ToArray(), ReportDownload.WorkbookType, "plantilla.xlsx");
        }, cancellationToken);

    private async Task<StudentSchema> SchemaOfAsync(string ies, CancellationToken cancellationToken)
    {
        try
        {
            return (await scorers.ForAsync(ies, cancellationToken)).Schema;
        }
        catch (ArtefactException)
        {
            throw new ApiException(StatusCodes.Status503ServiceUnavailable,
                "El modelo de la institución no se puede leer; avise a quien administra el sistema.");
        }
    }

    private Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken) =>
        ReportDownload.OpenAsync(containers.Reports.GetBlobClient(name), cancellationToken);

    private static CohortId Parse(string ies, string file, out bool isProblems)
    {
        isProblems = false;
        return file.Length <= MaxFileLength
            && !file.Contains("..", StringComparison.Ordinal)
            && !file.Any(char.IsControl)
            && CohortId.TryParseReport($"{ies}/{file}", out var cohort, out isProblems)
            && cohort.IesCode == ies
            ? cohort
            : throw new ApiException(StatusCodes.Status400BadRequest,
                "file debe ser el nombre de un reporte de la institución, como reporte_a.csv o errores_a.csv.");
    }
}
