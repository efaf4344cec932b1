using System.Globalization;
using Antivirus.Blobs;
using Antivirus.Functions.Api;
using Antivirus.Functions.Institutions;
using Antivirus.Functions.Runs;
using Antivirus.Model.Cohorts;
using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Antivirus.Storage.Runs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Pages;

/// <summary>Lists an institution's uploads newest first, a page at a time, with what became of each and of its email.</summary>
internal sealed class RunPages(RequestPipeline pipeline, RunLedger ledger, EmailLedger emails, ReportRecipients recipients,
    Containers containers, Scorers scorers)
{
    private const int MaxRuns = 100;

    public Task<IResult> GetAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "runs", async call =>
        {
            IesRequest.Check(ies, call);
            var count = Math.Clamp(ReadNumber(request, "max", 25), 1, MaxRuns);
            var from = ReadNumber(request, "continuation", 0);
            var all = await ListAsync(ies, cancellationToken);
            var hasRecipients = await recipients.AnyAsync(ies, cancellationToken);
            var runs = await Task.WhenAll(all.Skip(from).Take(count)
                .Select(run => WithEmailAsync(run, ies, hasRecipients, cancellationToken)));
            var next = from + count < all.Count ? (from + count).ToString(CultureInfo.InvariantCulture) : null;
            call.Result = Count.Of(runs.Length, "run");
            return Results.Json(new RunPageAnswer(runs, all.Count, next), PageJson.Plain.RunPageAnswer);
        }, cancellationToken);

    private static int ReadNumber(HttpRequest request, string name, int otherwise) => request.Query[name].FirstOrDefault() switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new ApiException(StatusCodes.Status400BadRequest, $"{name} debe ser un número entero, desde 0."),
    };

    /// <summary>Those that wait come first: they have no time yet.</summary>
    private async Task<List<PageRunAnswer>> ListAsync(string ies, CancellationToken cancellationToken)
    {
        var runs = new Dictionary<string, PageRunAnswer>(StringComparer.Ordinal);
        await foreach (var upload in BlobListing.ListAsync(containers.Uploads, BlobTraits.None, $"{ies}/", [], cancellationToken))
        {
            var file = FileOf(upload.Name, ies);
            runs[file] = new PageRunAnswer(file, RunState.Waiting);
        }

        var language = await scorers.LanguageForAsync(ies, cancellationToken);
        await foreach (var run in ledger.ListAsync(ies, cancellationToken))
        {
            var known = Describe(run, ies, language);
            runs[known.File] = known;
        }

        return [.. runs.Values.OrderByDescending(run => run.StartedAt ?? DateTimeOffset.MaxValue)
            .ThenBy(run => run.File, StringComparer.Ordinal)];
    }

    private async Task<PageRunAnswer> WithEmailAsync(PageRunAnswer run, string ies, bool hasRecipients,
        CancellationToken cancellationToken)
    {
        if ((run.Report ?? run.Problems) is not { } file)
        {
            return run;
        }

        var entry = (await emails.ReadAsync($"{ies}/{file}", cancellationToken)).Entry;
        return run with
        {
            Email = entry?.State switch
            {
                EmailState.Sent => EmailProgress.Sent,
                EmailState.Failed => EmailProgress.Failed,
                _ => hasRecipients ? EmailProgress.Waiting : EmailProgress.NoRecipient,
            },
        };
    }

    private static PageRunAnswer Describe(RunManifest run, string ies, ReportLanguage words) => new(FileOf(run.Upload, ies), run.State)
    {
        Read = run.Read,
        Scored = run.Scored,
        AtRisk = run.AtRisk,
        Rejected = run.Rejected,
        Report = run.Report is { } report ? FileOf(report, ies) : null,
        Problems = run.Problems is { } problems ? FileOf(problems, ies) : null,
        Error = run.Error,
        Model = run.Scorer?.Model,
        ModelVersion = run.Scorer?.ModelVersion,
        Warnings = [.. run.NewWords.Select(count => count.Sentence(words)).Prepend(run.Drift?.Sentence(words)).OfType<string>()],
        Leading = run.Leading?.Students,
        LeadingAtRisk = run.Leading?.AtRisk,
        StartedAt = run.UploadETag.Length == 0 ? null : run.StartedAt,
        FinishedAt = run.FinishedAt,
    };

    private static string FileOf(string blobName, string ies) => blobName[(ies.Length + 1)..];
}
