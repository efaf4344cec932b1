using Antivirus.Functions.Api;
using Antivirus.Model.Cohorts;
using Antivirus.Storage.Runs;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Pages;

/// <summary>Answers which programmes the students of a list can be filtered by.</summary>
internal sealed class ProgrammePages(RequestPipeline pipeline, Rankings rankings, RunLedger ledger, Programmes programmes)
{
    /// <summary>A call of its own: a large upload takes seconds to be read, and the list does not wait for it.</summary>
    public Task<IResult> GetAsync(HttpRequest request, string ies, string file, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "programmes", async call =>
        {
            var run = await ListRequests.FindAsync(ledger, call, ies, file, cancellationToken);
            var capacity = Math.Min(ListRequests.ReadCapacity(request), Rankings.MaxCapacity);
            var ranking = await rankings.OfAsync(run.Report!, capacity, cancellationToken);
            var found = await programmes.OfAsync(run, ies, ranking, cancellationToken);
            var values = found?.CountAmong(ranking.First.Take(capacity).Select(student => student.Id)) ?? [];
            call.Result = Count.Of(values.Count, "programme");
            return Results.Json(new ProgrammesAnswer(values.Count == 0 ? null : found?.Column, values), PageJson.Plain.ProgrammesAnswer);
        }, cancellationToken);
}
