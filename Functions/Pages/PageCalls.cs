using Antivirus.Functions.Access;
using Antivirus.Functions.Api;
using Antivirus.Functions.Institutions;
using Antivirus.Functions.Runs;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Storage.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Pages;

/// <summary>Answers what the page asks beside the API that it shares with other clients.</summary>
internal sealed class PageCalls(
    RequestPipeline pipeline,
    CallerPolicy policy,
    InstitutionRegistry institutions,
    Scorers scorers,
    ModelCatalogue models,
    AuditLog audit,
    IOptions<AuthOptions> auth,
    IOptions<ApiOptions> api)
{
    private const int MaxAuditEntries = 200;

    /// <summary>Open to everyone: it says how to sign in.</summary>
    public IResult Config(HttpRequest request)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var mode = policy.IsOpenTo(request) ? "Open" : auth.Value.Mode.ToString();
        var answer = new PortalConfigAnswer(mode, api.Value.MaxUploadBytes)
        {
            Oidc = auth.Value is { Mode: AuthMode.Oidc, Authority: { } authority }
                ? new OidcAnswer(authority.AbsoluteUri, auth.Value.PageClientId, auth.Value.PageScope)
                : null,
        };
        return Results.Json(answer, PageJson.Plain.PortalConfigAnswer);
    }

    /// <summary>An open server knows its institutions by the settings; a key or a token names its own.</summary>
    public Task<IResult> MeAsync(HttpRequest request, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "me", call =>
        {
            var codes = call.Caller.Roles?.Keys ?? institutions.Codes;
            var known = codes.Order(StringComparer.Ordinal).Select(code =>
                new InstitutionAnswer(code, institutions.TryGet(code, out var institution) ? institution.Name : code,
                    RoleRules.WordsOf(call.Caller.RolesFor(code))));
            call.Result = "answered";
            return Task.FromResult(Results.Json(new MeAnswer(call.Caller.Name, [.. known]), PageJson.Plain.MeAnswer));
        }, cancellationToken);

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

    /// <summary>What was done for an institution today and yesterday, newest first.</summary>
    public Task<IResult> AuditAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "audit", async call =>
        {
            IesRequest.Check(ies, call);
            var entries = await audit.ReadRecentAsync(ies, MaxAuditEntries, cancellationToken);
            IReadOnlyList<AuditAnswer> answer =
                [.. entries.Select(entry => new AuditAnswer(entry.At, entry.Caller, entry.Action, entry.File, entry.Result))];
            call.Result = $"{answer.Count} entries";
            return Results.Json(answer, PageJson.Plain.IReadOnlyListAuditAnswer);
        }, cancellationToken);

    /// <summary>How an upload would be read; nothing of it is kept.</summary>
    public Task<IResult> PreviewAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "preview", async call =>
        {
            IesRequest.Check(ies, call);
            var schema = (await scorers.ForAsync(ies, cancellationToken)).Schema;
            var options = await scorers.ReadingOptionsForAsync(ies, ChoicesRequest.Read(request), cancellationToken);
            var preview = await CohortPreview.ReadAsync(request.Body, schema, options, cancellationToken);
            call.Result = preview.Refused is null ? "readable" : "refused";
            return Results.Json(preview, PageJson.Plain.CohortPreview);
        }, cancellationToken);
}
