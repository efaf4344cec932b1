using System.Globalization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Erasure;
using Antivirus.Storage.Erasure;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>What a student may ask for by law: all that is stored about them, or that it is erased.</summary>
internal sealed class StudentDataCalls(RequestPipeline pipeline, StudentFiles files, StudentErasure erasure)
{
    private const int BusySeconds = 60;

    private const string NamedElsewhere =
        "El libro nombra al estudiante también fuera de sus filas: en otra hoja, un comentario o una fórmula.";

    private const string MadeAnew = "El libro podía nombrar al estudiante también fuera de sus filas: se hizo de nuevo con los valores "
        + "de la hoja que se leyó; sus otras hojas, fórmulas y formatos se perdieron.";

    public Task<IResult> ExportAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "studentExport", async call =>
        {
            IesRequest.Check(ies, call);
            var id = await StudentRequest.ReadIdAsync(request, cancellationToken);
            var found = new List<StudentFileAnswer>();
            await foreach (var file in files.FindAsync(ies, id, cancellationToken))
            {
                found.Add(Describe(file, ies));
            }

            call.Result = Count.Of(found.Count, "file");
            return Results.Json(new StudentExportAnswer(found), ApiJson.Plain.StudentExportAnswer);
        }, cancellationToken);

    public Task<IResult> EraseAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "studentErase", async call =>
        {
            IesRequest.Check(ies, call);
            var id = await StudentRequest.ReadIdAsync(request, cancellationToken);
            var erased = await erasure.EraseAsync(ies, id, cancellationToken);
            if (erased.Left.Any(file => file.Reason == LeftReason.InWork))
            {
                request.HttpContext.Response.Headers.RetryAfter = BusySeconds.ToString(CultureInfo.InvariantCulture);
            }

            call.Result = $"{Count.Of(erased.Files.Count, "file")}, {erased.Left.Count} left";
            return Results.Json(Describe(erased), ApiJson.Plain.StudentErasedAnswer);
        }, cancellationToken);

    private static StudentFileAnswer Describe(StudentFile file, string ies) => new(file.Upload[(ies.Length + 1)..])
    {
        Upload = Describe(file.Rows),
        Report = Describe(file.Report),
        Problems = Describe(file.Problems),
        Outcomes = Describe(file.Outcomes),
        Note = file.Left is { } reason ? NoteOf(reason) : file.Rows is { IsNamedElsewhere: true } ? NamedElsewhere : null,
    };

    private static StudentRowsAnswer? Describe(StudentRowSet? rows) => StudentFile.Count(rows) == 0 ? null
        : new StudentRowsAnswer(rows!.Header,
            [.. rows.Rows.Select(row => new StudentRowAnswer(row.FirstLine, row.Cells) { Sheet = row.Sheet })]);

    private static StudentErasedAnswer Describe(StudentErased erased) => new(
        erased.IsComplete,
        MessageOf(erased),
        [.. erased.Files.Select(Describe)],
        [.. erased.Left.Select(file => new LeftFileAnswer(file.File, NoteOf(file.Reason)))],
        erased.Emails);

    private static ErasedFileAnswer Describe(ErasedFile file) => new(file.File, file.Upload, file.Report, file.Problems, file.Outcomes)
    {
        Note = file.IsMadeAnew ? MadeAnew : null,
    };

    private static string MessageOf(StudentErased erased) => erased switch
    {
        { IsComplete: false } => "Quedan archivos que nombran al estudiante; cada uno dice qué hacer.",
        { Files.Count: 0, Emails: 0 } => "No hay nada de un estudiante con ese código.",
        _ => "Se borró todo lo que había del estudiante; las demás filas quedaron como estaban.",
    };

    private static string NoteOf(LeftReason reason) => reason == LeftReason.InWork
        ? "El archivo se está procesando, espera su turno o su correo está saliendo; repita la petición en un minuto."
        : "El archivo nombra al estudiante, pero sus columnas no se entendieron; bórrelo entero (DELETE /api/runs/{ies}/{archivo}), o en " +
            "el "
            + "almacenamiento si su nombre no es el de un archivo de estudiantes.";
}

/// <summary>All that is stored about one student.</summary>
internal sealed record StudentExportAnswer(IReadOnlyList<StudentFileAnswer> Files);

/// <summary>What one upload and all that came of it hold about the student; what is null holds nothing.</summary>
/// <param name="File">Name of the upload within the institution.</param>
internal sealed record StudentFileAnswer(string File)
{
    public StudentRowsAnswer? Upload { get; init; }

    public StudentRowsAnswer? Report { get; init; }

    public StudentRowsAnswer? Problems { get; init; }

    public StudentRowsAnswer? Outcomes { get; init; }

    /// <summary>What to do where the file names the student and its rows cannot be told apart, in Spanish.</summary>
    public string? Note { get; init; }
}

/// <param name="Header">Names of the columns; empty for a file without a header.</param>
internal sealed record StudentRowsAnswer(IReadOnlyList<string> Header, IReadOnlyList<StudentRowAnswer> Rows);

/// <param name="Line">1-based line of the file.</param>
internal sealed record StudentRowAnswer(long Line, IReadOnlyList<string> Cells)
{
    /// <summary>Another sheet of the workbook than the one that was read; null for that one, and for text.</summary>
    public string? Sheet { get; init; }
}

/// <summary>What an erasure did.</summary>
/// <param name="Complete">Whether nothing that names the student is left.</param>
/// <param name="Emails">Emails that were deleted from the pickup folder.</param>
internal sealed record StudentErasedAnswer(bool Complete, string Message, IReadOnlyList<ErasedFileAnswer> Files,
    IReadOnlyList<LeftFileAnswer> Left, int Emails);

/// <summary>How many rows were erased of an upload and of each file that came of it.</summary>
internal sealed record ErasedFileAnswer(string File, int Upload, int Report, int Problems, int Outcomes)
{
    /// <summary>What else the upload lost, in Spanish; null where only rows went.</summary>
    public string? Note { get; init; }
}

/// <param name="Note">Why it is left, and what to do, in Spanish.</param>
internal sealed record LeftFileAnswer(string File, string Note);
