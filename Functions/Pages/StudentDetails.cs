using Antivirus.Functions.Api;
using Antivirus.Functions.Runs;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Storage;
using Antivirus.Storage.Runs;
using Azure;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Pages;

/// <summary>Answers why one student stands where the report has them. The student's row is read again from the upload: no report
/// holds it.</summary>
internal sealed class StudentDetails(RequestPipeline pipeline, Rankings rankings, RunLedger ledger, Containers containers, Scorers scorers)
{
    private const int MaxEarlier = 3;

    /// <summary>The id travels in the body, never in an address.</summary>
    public Task<IResult> GetAsync(HttpRequest request, string ies, string file, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "student", async call =>
        {
            IesRequest.Check(ies, call);
            call.File = file;
            var id = await StudentRequest.ReadIdAsync(request, cancellationToken);
            var run = await ledger.FindAsync(RunCalls.Parse(ies, file).UploadName, cancellationToken);
            var ranking = run?.Report is null ? null : await rankings.FindAsync(run.Report, id, cancellationToken);
            if (ranking?.Wanted is not { } student)
            {
                throw new ApiException(StatusCodes.Status404NotFound, "Ese estudiante no está en este reporte, o el reporte ya no existe.");
            }

            var scorer = await scorers.ForAsync(ies, cancellationToken);
            var (row, why) = await FindRowAsync(run!, ies, student.Id, scorer, cancellationToken);
            var explanation = row is null ? null : await ExplainAsync(row, ies, scorer, cancellationToken);
            call.Result = why.ToString();
            var answer = new StudentDetailAnswer(student.Order, student.Id, student.Score, ranking.Students, why, student.Reasons)
            {
                IsSure = IsSure(run!, student.Score, row, scorer),
                Effects = explanation?.Effects ?? [],
                OtherData = explanation?.OtherData ?? 0,
                Earlier = await EarlierAsync(run!, ies, student.Id, cancellationToken),
            };
            return Results.Json(answer, PageJson.Plain.StudentDetailAnswer);
        }, cancellationToken);

    /// <summary>Only what the report was made of explains it: the same upload, and the same version of the model.</summary>
    private async Task<(float[]? Row, ExplanationState State)> FindRowAsync(
        RunManifest run, string ies, string id, IRiskScorer scorer, CancellationToken cancellationToken)
    {
        if (scorer is not { Explainer: not null, Artefact: not null })
        {
            return (null, ExplanationState.NoReasons);
        }

        if (!IsSameModel(run, scorer))
        {
            return (null, ExplanationState.ModelChanged);
        }

        return await FindRowAsync(run, ies, scorer.Schema, id, cancellationToken) is { } row
            ? (row, ExplanationState.Whole)
            : (null, ExplanationState.UploadChanged);
    }

    private async Task<StudentExplanation> ExplainAsync(float[] row, string ies, IRiskScorer scorer, CancellationToken cancellationToken)
    {
        var language = await scorers.LanguageForAsync(ies, cancellationToken);
        return StudentExplanation.Of(row, scorer.Schema, scorer.Explainer!, scorer.Artefact!.Calibration, language);
    }

    /// <summary>By the threshold that the student's label had; null where that is not known.</summary>
    private static bool? IsSure(RunManifest run, double score, float[]? row, IRiskScorer scorer)
    {
        if (!IsSameModel(run, scorer) || (run.ThresholdByGroup && row is null))
        {
            return null;
        }

        var threshold = run.ThresholdByGroup ? scorer.RiskThreshold.Of(row) : run.Threshold ?? scorer.Threshold;
        return scorer.Artefact?.Certainty?.IsSure(score, score > threshold);
    }

    private static bool IsSameModel(RunManifest run, IRiskScorer scorer) =>
        run.Scorer?.Model == scorer.Identity.Model && run.Scorer?.ModelVersion == scorer.Identity.ModelVersion;

    private async Task<float[]?> FindRowAsync(RunManifest run, string ies, StudentSchema schema, string id,
        CancellationToken cancellationToken)
    {
        try
        {
            var asScored = new BlobDownloadOptions { Conditions = new() { IfMatch = new ETag(run.UploadETag) } };
            using var upload = (await containers.Uploads.GetBlobClient(run.Upload)
                .DownloadStreamingAsync(asScored, cancellationToken)).Value;
            var language = await scorers.LanguageForAsync(ies, cancellationToken);
            var options = scorers.ReadingOptionsFor(ies, UploadChoices.From(upload.Details.Metadata), language);
            return await StudentSearch.FindAsync(upload.Content, schema, options, id, cancellationToken);
        }
        catch (Exception failure) when (failure is RequestFailedException { Status: 404 or 412 } or CohortFormatException)
        {
            return null;
        }
    }

    /// <summary>The same id in the reports before this one, newest first.</summary>
    private async Task<IReadOnlyList<EarlierScoreAnswer>> EarlierAsync(RunManifest run, string ies, string id,
        CancellationToken cancellationToken)
    {
        var scores = new List<EarlierScoreAnswer>();
        foreach (var before in (await ledger.ReportsBeforeAsync(run, ies, cancellationToken)).Take(MaxEarlier))
        {
            var found = await rankings.ScoresAsync(before.Report!, new HashSet<string> { id }, cancellationToken);
            if (found.TryGetValue(id, out var score))
            {
                scores.Add(new EarlierScoreAnswer(before.Upload[(ies.Length + 1)..], before.FinishedAt!.Value, score));
            }
        }

        return scores;
    }
}
