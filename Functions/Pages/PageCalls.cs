using Antivirus.Functions.Api;
using Antivirus.Functions.Runs;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Storage.Audit;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Pages;

/// <summary>Answers what the page asks beside the API that it shares with other clients.</summary>
internal sealed class PageCalls(
    RequestPipeline pipeline,
    Scorers scorers,
    ModelCatalogue models,
    AuditLog audit)
{
    private const int MaxAuditEntries = 200;

    public Task<IResult> ModelAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "model", async call =>
        {
            IesRequest.Check(ies, call);
            var artefact = (await models.GetAsync(scorers.ModelNameFor(ies), cancellationToken)).Artefact;
            var english = await scorers.LanguageForAsync(ies, cancellationToken) == ReportLanguage.English;
            var answer = new ModelAnswer(artefact.Name, artefact.Version, artefact.Date, english ? artefact.TargetEn : artefact.TargetEs)
            {
                Rows = artefact.Training.RowsUsed,
                BaseRate = artefact.BaseRate,
                Threshold = artefact.Threshold,
                GroupThresholds = GroupThresholdsAnswer.Of(artefact, english),
                Fit = artefact.Fit.ToString(),
                Metrics = artefact.Metrics.ToDictionary(metric => metric.Key, metric => metric.Value.Mean),
                Features = [.. artefact.Schema.Features.Select(feature =>
                    new FeatureAnswer(english ? feature.LabelEn : feature.LabelEs, feature.Actionable))],
                Attribution = artefact.Training.Attribution,
            };
            call.Result = "answered";
            return Results.Json(answer, PageJson.Plain.ModelAnswer);
        }, cancellationToken);

    /// <summary>As a file: the page's own policy lets no other page run its charts.</summary>
    public Task<IResult> ModelReportAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "modelReport", async call =>
        {
            IesRequest.Check(ies, call);
            var model = scorers.ModelNameFor(ies);
            var report = await models.FindReportAsync(model, cancellationToken)
                ?? throw new ApiException(StatusCodes.Status404NotFound,
                    "El modelo de la institución se publicó sin su reporte (report.html); pídalo a quien lo entrenó.");
            call.Result = "sent";
            return Results.Bytes(report, "text/html; charset=utf-8", $"modelo_{model}.html");
        }, cancellationToken);

    /// <summary>What was done for an institution today and yesterday, newest first.</summary>
    public Task<IResult> AuditAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "audit", async call =>
        {
            IesRequest.Check(ies, call);
            var entries = await audit.ReadRecentAsync(ies, MaxAuditEntries, cancellationToken);
            IReadOnlyList<AuditAnswer> answer =
                [.. entries.Select(entry => new AuditAnswer(entry.At, entry.Caller, entry.Action, entry.File, entry.Result))];
            call.Result = Count.Of(answer.Count, "entry", "entries");
            return Results.Json(answer, PageJson.Plain.IReadOnlyListAuditAnswer);
        }, cancellationToken);

    /// <summary>How an upload would be read; nothing of it is kept.</summary>
    public Task<IResult> PreviewAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "preview", async call =>
        {
            IesRequest.Check(ies, call);
            var schema = (await scorers.ForAsync(ies, cancellationToken)).Schema;
            var language = await scorers.LanguageForAsync(ies, cancellationToken);
            var options = scorers.ReadingOptionsFor(ies, ChoicesRequest.Read(request), language);
            var preview = await CohortPreview.ReadAsync(request.Body, schema, options, cancellationToken);
            call.Result = preview.Refused is null ? "readable" : "refused";
            return Results.Json(preview, PageJson.Plain.CohortPreview);
        }, cancellationToken);
}
