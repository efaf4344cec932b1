using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Training.Data;

/// <summary>Rows that are equal to an earlier one in every cell: a file that was pasted twice.</summary>
internal static class RepeatedRows
{
    /// <summary>Their 1-based lines.</summary>
    public static HashSet<long> LinesOf(IEnumerable<TableRow> rows)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. rows.Where(row => !seen.Add(string.Join('\u001f', row.Cells))).Select(row => row.Line)];
    }
}
