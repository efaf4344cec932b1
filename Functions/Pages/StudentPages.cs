using System.Buffers;
using Antivirus.Functions.Api;
using Antivirus.Functions.Runs;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Reports;
using Antivirus.Storage;
using Antivirus.Storage.Runs;
using Azure;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Pages;

/// <summary>Answers whom to call: the students of a report by probability, and what a list of them promises. Every look is
/// audited.</summary>
internal sealed class StudentPages(RequestPipeline pipeline, Rankings rankings, Programmes programmes, RunLedger ledger,
    Containers containers, Scorers scorers)
{
    private const int MaxStudents = 1000;
    private const int MaxProblems = 100;
    private const int MaxProblemBytes = 256 * 1024;

    /// <summary>The students of a list, filtered; ids and filters travel in the body, never in an address.</summary>
    public Task<IResult> StudentsAsync(HttpRequest request, string ies, string file, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "students", async call =>
        {
            var run = await ListRequests.FindAsync(ledger, call, ies, file, cancellationToken);
            var asked = await ListRequests.ReadAsync(request, cancellationToken);
            var ranking = await rankings.OfAsync(run.Report!, asked.Capacity, cancellationToken);
            var isOfProgramme = await ProgrammeFilterAsync(run, ies, ranking, asked, cancellationToken);
            var list = ranking.First.Take(asked.Capacity).Where(student => IsAsked(student, asked) && isOfProgramme(student)).ToList();
            if (request.Query["format"].FirstOrDefault() is { Length: > 0 } format)
            {
                call.Result = $"{Count.Of(list.Count, "student")} exported";
                return Export(list, file, ReportDownload.ParseFormat(format), await scorers.LanguageForAsync(ies, cancellationToken),
                    cancellationToken);
            }

            var page = list.Skip(asked.From).Take(Math.Min(asked.Count, MaxStudents)).ToList();
            var before = await PreviousAsync(run, ies, page, cancellationToken);
            call.Result = Count.Of(page.Count, "student");
            var answers = page.Select(student => new StudentAnswer(
                student.Order, student.Id, student.Score, student.Reasons, before.TryGetValue(student.Id, out var score) ? score : null));
            return Results.Json(new StudentsAnswer([.. answers], ranking.Students, list.Count), PageJson.Plain.StudentsAnswer);
        }, cancellationToken);

    /// <summary>What to expect of calling the first students.</summary>
    public Task<IResult> CallListAsync(HttpRequest request, string ies, string file, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "call list", async call =>
        {
            var run = await ListRequests.FindAsync(ledger, call, ies, file, cancellationToken);
            var capacity = ListRequests.ReadCapacity(request);
            var ranking = await rankings.OfAsync(run.Report!, 1, cancellationToken);
            var list = ranking.ListOf(capacity);
            var heldOut = await HeldOutAsync(run, ies, list.Capacity / (double)Math.Max(1, ranking.Students), cancellationToken);
            call.Result = "answered";
            var answer = new CallListAnswer(list.Capacity, list.LowestScore, list.Expected, list.ExpectedLow, list.ExpectedHigh, heldOut);
            return Results.Json(answer, PageJson.Plain.CallListAnswer);
        }, cancellationToken);

    /// <summary>The first rejected rows of an upload.</summary>
    public Task<IResult> ProblemsAsync(HttpRequest request, string ies, string file, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "problems", async call =>
        {
            IesRequest.Check(ies, call);
            call.File = file;
            var run = await ledger.FindAsync(RunCalls.Parse(ies, file).UploadName, cancellationToken);
            if (run?.Problems is not { } name)
            {
                throw ListRequests.Missing();
            }

            var blob = containers.Reports.GetBlobClient(name);
            var head = await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(0, MaxProblemBytes) },
                cancellationToken);
            var problems = ProblemsReader.ReadFirst(head.Value.Content.ToMemory(), MaxProblems);
            call.Result = Count.Of(problems.Count, "problem");
            return Results.Json(problems, PageJson.Plain.IReadOnlyListRowProblem);
        }, cancellationToken);

    /// <summary>The whole list as a file, whatever page of it was asked for.</summary>
    private static IResult Export(IReadOnlyList<RankedStudent> list, string file, ReportFormat format, ReportLanguage language,
        CancellationToken cancellationToken)
    {
        var csv = new ArrayBufferWriter<byte>();
        CallListWriter.Write(csv, list);
        var name = $"llamar_{file[(file.LastIndexOf('/') + 1)..]}";
        return ReportDownload.Send(new MemoryStream(csv.WrittenSpan.ToArray()), problems: null, name, format,
            language, cancellationToken);
    }

    /// <summary>Only of the version that scored the report: another one has other figures.</summary>
    private async Task<double?> HeldOutAsync(RunManifest run, string ies, double share, CancellationToken cancellationToken)
    {
        var scorer = await scorers.ForAsync(ies, cancellationToken);
        return scorer.Artefact is { } artefact && run.Scorer?.Model == artefact.Name && run.Scorer.ModelVersion == artefact.Version
            ? HeldOutRecall.At(artefact.Metrics, share)
            : null;
    }

    private static bool IsAsked(RankedStudent student, StudentsRequest asked) =>
        (string.IsNullOrEmpty(asked.Reason) || student.Reasons.Any(reason => reason.Label == asked.Reason))
        && (string.IsNullOrEmpty(asked.Text) || student.Id.Contains(asked.Text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The upload is read only where a programme is asked for.</summary>
    private async Task<Func<RankedStudent, bool>> ProgrammeFilterAsync(RunManifest run, string ies, ReportRanking ranking,
        StudentsRequest asked, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(asked.Programme))
        {
            return _ => true;
        }

        var found = await programmes.OfAsync(run, ies, ranking, cancellationToken)
            ?? throw new ApiException(StatusCodes.Status409Conflict,
                "El archivo de este reporte no tiene programas, o ya no está: elija «Todos» para ver la lista sin ese filtro.");
        return student => found.Of(student.Id) == asked.Programme;
    }

    /// <summary>The probabilities of the same students in the report before; none where there is no such report or it has no
    /// probabilities.</summary>
    private async Task<Dictionary<string, double>> PreviousAsync(
        RunManifest run, string ies, IReadOnlyCollection<RankedStudent> students, CancellationToken cancellationToken)
    {
        return await ledger.ReportsBeforeAsync(run, ies, cancellationToken) is not [var before, ..] ? []
            : await rankings.ScoresAsync(before.Report!, students.Select(student => student.Id).ToHashSet(), cancellationToken);
    }
}
