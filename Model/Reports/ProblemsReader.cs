using System.Globalization;
using Antivirus.Model.Cohorts;
using CsvHelper;

namespace Antivirus.Model.Reports;

/// <summary>Reads the first rows of an <c>errores_</c> file back: line, column, found, expected.</summary>
public static class ProblemsReader
{
    private static readonly CsvReaderOptions Csv = new() { Separator = ',', IncludeValuesInExceptions = false };

    /// <summary>The first problems, in file order. The content may be cut off anywhere; the last row that has no line end is left
    /// out.</summary>
    public static IReadOnlyList<RowProblem> ReadFirst(ReadOnlyMemory<byte> content, int count)
    {
        var whole = content[..(content.Span.LastIndexOf((byte)'\n') + 1)];
        using var csv = CsvReader.Create(whole, Csv);
        var problems = new List<RowProblem>();
        while (problems.Count < count && csv.Read() && csv.FieldCount >= 4)
        {
            problems.Add(ToProblem(csv));
        }

        return problems;
    }

    private static RowProblem ToProblem(CsvReader csv)
    {
        _ = long.TryParse(csv.GetString(0), NumberStyles.None, CultureInfo.InvariantCulture, out var line);
        return new RowProblem(line, csv.GetString(1) is { Length: > 0 } column ? column : null, csv.GetString(2), csv.GetString(3));
    }
}
