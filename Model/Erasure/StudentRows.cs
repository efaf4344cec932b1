using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using CsvHelper;

namespace Antivirus.Model.Erasure;

/// <summary>Finds the rows of one student in the files that an institution's cohort is made of and comes to.</summary>
public static class StudentRows
{
    private const int LabelColumn = 1;
    private static readonly ReadingSummary Ours = new() { HeaderLine = 1, Separator = "," };

    /// <summary>In an uploaded file: every row with the id, scored, rejected or repeated. In a row that is cut or has open quotes, the id
    /// may stand in any cell.</summary>
    /// <param name="reading">What was decided when the file was scored.</param>
    /// <returns>Null where it is not certain which column holds the ids.</returns>
    /// <exception cref="CohortFormatException">It is not the file that was read then.</exception>
    public static async Task<StudentRowSet?> FindAsync(Stream upload, ReadingSummary reading, string id,
        CancellationToken cancellationToken)
    {
        await using var file = await FileRecords.OpenAsync(upload, reading, cancellationToken);
        var column = reading is { HeaderLine: null } ? 0 : reading.IdColumn is { } name ? file.ColumnOf(name) : -1;
        if (column < 0)
        {
            return null;
        }

        var student = new StudentId(id);
        return await FindAsync(file, records => IsOf(student, records, column), cancellationToken);
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
