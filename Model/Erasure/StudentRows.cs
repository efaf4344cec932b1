using System.IO.Compression;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Cohorts.Reading.Excel;
using CsvHelper;

namespace Antivirus.Model.Erasure;

/// <summary>Finds the rows of one student in the files that an institution's cohort is made of and comes to.</summary>
public static class StudentRows
{
    private const int LabelColumn = 1;
    private static readonly ReadingSummary Ours = new() { HeaderLine = 1, Separator = "," };

    /// <summary>In an uploaded file: every row with the id, scored, rejected or repeated. In a row that is cut or has open quotes, the id
    /// may stand in any cell. In a workbook every sheet is searched.</summary>
    /// <param name="reading">What was decided when the file was scored.</param>
    /// <returns>Null where it is not certain which column holds the ids.</returns>
    /// <exception cref="CohortFormatException">It is not the file that was read then.</exception>
    public static async Task<StudentRowSet?> FindAsync(Stream upload, ReadingSummary reading, string id,
        CancellationToken cancellationToken)
    {
        if (reading.Sheet is null)
        {
            return await FindInTableAsync(upload, reading, id, cancellationToken);
        }

        await using var copy = (await TemporaryCopy.CreateAsync(upload, long.MaxValue, cancellationToken))!;
        if (!await IsZipAsync(copy, cancellationToken))
        {
            await using var unpacked = new GZipStream(copy, CompressionMode.Decompress);
            return await FindAsync(unpacked, reading, id, cancellationToken);
        }

        var found = await FindInTableAsync(copy, reading, id, cancellationToken);
        return found is null ? null : FindInOtherSheets(copy, reading, found, cancellationToken);
    }

    private static async Task<bool> IsZipAsync(FileStream file, CancellationToken cancellationToken)
    {
        var start = new byte[4];
        await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        return FileSignature.IsZip(start);
    }

    private static StudentRowSet FindInOtherSheets(FileStream file, ReadingSummary reading, StudentRowSet found,
        CancellationToken cancellationToken)
    {
        file.Position = 0;
        var texts = new WorkbookTexts(ReportLanguage.Spanish);
        using var package = WorkbookPackage.Open(file, WorkbookLimits.Default, texts, leaveOpen: true);
        using var workbook = Workbook.Open(package, WorkbookLimits.Default, texts);
        var student = new StudentId(found.Id);
        var search = new WorkbookSearch(workbook, reading, student);
        search.Run(cancellationToken);
        var check = new WorkbookCheck(package, new StudentTraces([student.Text, student.Defused]));
        return found with
        {
            Rows = [.. found.Rows, .. search.Rows],
            IsNamedElsewhere = search.IsNamed || check.FindsAny(cancellationToken),
        };
    }

    private static async Task<StudentRowSet?> FindInTableAsync(Stream upload, ReadingSummary reading, string id,
        CancellationToken cancellationToken)
    {
        await using var file = await FileRecords.OpenAsync(upload, reading, cancellationToken);
        var column = reading is { HeaderLine: null } ? 0 : reading.IdColumn is { } name ? file.ColumnOf(name) : -1;
        if (column < 0)
        {
            return null;
        }

        var student = new StudentId(id);
        var found = await FindAsync(file, records => IsOf(student, records, column), cancellationToken);
        return found with { Id = id };
    }

    /// <summary>In the labels of outcomes.</summary>
    public static async Task<StudentRowSet> FindInOutcomesAsync(Stream labels, string id, CancellationToken cancellationToken)
    {
        await using var file = await FileRecords.OpenAsync(labels, Ours, cancellationToken);
        var student = new StudentId(id);
        return await FindAsync(file, records => student.Matches(records.Current.GetSpan(0)), cancellationToken);
    }

    /// <summary>In a report; the others are counted.</summary>
    public static async Task<StudentRowSet> FindInReportAsync(Stream report, string id, CancellationToken cancellationToken)
    {
        await using var file = await FileRecords.OpenAsync(report, Ours, cancellationToken);
        var student = new StudentId(id);
        var (others, atRisk) = (0L, 0L);
        var found = await FindAsync(file, records =>
        {
            var isOf = student.Matches(records.Current.GetSpan(0));
            others += isOf ? 0 : 1;
            atRisk += !isOf && records.Current.GetSpan(LabelColumn).SequenceEqual("En riesgo"u8) ? 1 : 0;
            return isOf;
        }, cancellationToken);
        return found with { Others = others, OthersAtRisk = atRisk };
    }

    /// <summary>In a list of rejected rows: what is said of the student's lines, and the id itself where it repeats.</summary>
    /// <param name="lines">The lines of the upload that are about the student.</param>
    /// <param name="idColumn">The id column as the upload names it; null where that is not known.</param>
    public static async Task<StudentRowSet> FindInProblemsAsync(Stream problems, string id, IReadOnlySet<long> lines, string? idColumn,
        CancellationToken cancellationToken)
    {
        await using var file = await FileRecords.OpenAsync(problems, Ours, cancellationToken);
        var student = new StudentId(id);
        return await FindAsync(file, records =>
        {
            var row = records.Current;
            return row.FieldCount >= 3 && ((long.TryParse(row.GetString(0), out var line) && lines.Contains(line))
                || ((idColumn is null || row.GetString(1) == idColumn) && student.Matches(row.GetString(2))));
        }, cancellationToken);
    }

    private static bool IsOf(StudentId student, RecordReader records, int column)
    {
        var row = records.Current;
        if (column < row.FieldCount && student.Matches(row.GetSpan(column)))
        {
            return true;
        }

        var isCut = records.IsOpen || row.FieldCount < records.ColumnCount;
        return isCut && HasCell(student, row);
    }

    private static bool HasCell(StudentId student, CsvReader row)
    {
        for (var cell = 0; cell < row.FieldCount; cell++)
        {
            if (student.Matches(row.GetSpan(cell)))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<StudentRowSet> FindAsync(FileRecords file, Func<RecordReader, bool> isOf,
        CancellationToken cancellationToken)
    {
        var rows = new List<StudentRow>();
        StudentRow? open = null;
        while (await file.Records.ReadAsync(cancellationToken))
        {
            if (open is not null)
            {
                // A record ends where the next one starts.
                rows.Add(open with { LastLine = file.Records.Line - 1 });
            }

            open = isOf(file.Records) ? new StudentRow(file.Records.Line, long.MaxValue, file.Cells()) : null;
        }

        return new StudentRowSet(file.Header, open is null ? rows : [.. rows, open]);
    }
}
