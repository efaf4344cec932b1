using System.Buffers;
using System.Globalization;
using System.Text.Json;
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
internal sealed class StudentPages(RequestPipeline pipeline, Rankings rankings, RunLedger ledger, Containers containers, Scorers scorers)
{
    private const int MaxStudents = 1000;
    private const int MaxBodyBytes = 16 * 1024;
    private const int MaxProblems = 100;
    private const int MaxProblemBytes = 256 * 1024;

    /// <summary>The students of a list, filtered; ids and filters travel in the body, never in an address.</summary>
    public Task<IResult> StudentsAsync(HttpRequest request, string ies, string file, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "students", async call =>
        {
            var run = await FindAsync(call, ies, file, cancellationToken);
            var asked = await ReadAsync(request, cancellationToken);
            var ranking = await rankings.OfAsync(run.Report!, asked.Capacity, cancellationToken);
            var list = ranking.First.Take(asked.Capacity).Where(student => IsAsked(student, asked)).ToList();
            if (request.Query["format"].FirstOrDefault() is { Length: > 0 } format)
            {
                call.Result = $"{list.Count} students exported";
                return Export(list, file, ReportDownload.ParseFormat(format), await scorers.LanguageForAsync(ies, cancellationToken),
                    cancellationToken);
            }

            var page = list.Skip(asked.From).Take(Math.Min(asked.Count, MaxStudents)).ToList();
            var before = await PreviousAsync(run, ies, page, cancellationToken);
            call.Result = $"{page.Count} students";
            var answers = page.Select(student => new StudentAnswer(
                student.Order, student.Id, student.Score, student.Reasons, before.TryGetValue(student.Id, out var score) ? score : null));
            return Results.Json(new StudentsAnswer([.. answers], ranking.Students, list.Count), PageJson.Plain.StudentsAnswer);
        }, cancellationToken);

    /// <summary>What to expect of calling the first students.</summary>
    public Task<IResult> CallListAsync(HttpRequest request, string ies, string file, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "call list", async call =>
        {
            var run = await FindAsync(call, ies, file, cancellationToken);
            if (!int.TryParse(request.Query["n"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var capacity)
                || capacity < 1)
            {
                throw new ApiException(StatusCodes.Status400BadRequest,
                    "n debe ser a cuántos estudiantes se puede llamar: un número entero desde 1.");
            }

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
                throw Missing();
            }

            var blob = containers.Reports.GetBlobClient(name);
            var head = await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(0, MaxProblemBytes) },
                cancellationToken);
            var problems = ProblemsReader.ReadFirst(head.Value.Content.ToMemory(), MaxProblems);
            call.Result = $"{problems.Count} problems";
            return Results.Json(problems, PageJson.Plain.IReadOnlyListRowProblem);
        }, cancellationToken);

    private async Task<RunManifest> FindAsync(ApiCall call, string ies, string file, CancellationToken cancellationToken)
    {
        IesRequest.Check(ies, call);
        call.File = file;
        var run = await ledger.FindAsync(RunCalls.Parse(ies, file).UploadName, cancellationToken);
        return run?.Report is null ? throw Missing() : run;
    }

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

    private static ApiException Missing() =>
        new(StatusCodes.Status404NotFound, "No hay ningún reporte de ese archivo: alguien lo borró, o todavía no está listo.");

    private static async Task<StudentsRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is null or > MaxBodyBytes)
        {
            throw new ApiException(StatusCodes.Status400BadRequest,
                "El cuerpo debe ser JSON, de 16 KB como máximo y con su Content-Length.");
        }

        try
        {
            var asked = await JsonSerializer.DeserializeAsync(request.Body, PageJson.Plain.StudentsRequest, cancellationToken);
            return asked is { From: >= 0, Count: >= 1, Capacity: >= 1 and <= Rankings.MaxCapacity } ? asked : throw Wrong();
        }
        catch (JsonException)
        {
            throw Wrong();
        }
    }

    private static ApiException Wrong() => new(
        StatusCodes.Status400BadRequest,
        $"El cuerpo debe ser JSON con from (desde 0), count (desde 1), capacity (de 1 a {Rankings.MaxCapacity}), y si se quiere reason y " +
            "text.");

    private static bool IsAsked(RankedStudent student, StudentsRequest asked) =>
        (string.IsNullOrEmpty(asked.Reason) || student.Reasons.Any(reason => reason.Label == asked.Reason))
        && (string.IsNullOrEmpty(asked.Text) || student.Id.Contains(asked.Text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The probabilities of the same students in the report before; none where there is no such report or it has no
    /// probabilities.</summary>
    private async Task<Dictionary<string, double>> PreviousAsync(
        RunManifest run, string ies, IReadOnlyCollection<RankedStudent> students, CancellationToken cancellationToken)
    {
        return await ledger.ReportsBeforeAsync(run, ies, cancellationToken) is not [var before, ..] ? []
            : await rankings.ScoresAsync(before.Report!, students.Select(student => student.Id).ToHashSet(), cancellationToken);
    }
}
