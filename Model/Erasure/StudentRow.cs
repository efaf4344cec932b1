namespace Antivirus.Model.Erasure;

/// <summary>One row of a file that is about the student.</summary>
/// <param name="FirstLine">1-based line of the file where it starts; in a workbook its row.</param>
/// <param name="LastLine">Line where it ends: a cell may hold line breaks.</param>
public sealed record StudentRow(long FirstLine, long LastLine, IReadOnlyList<string> Cells);

/// <summary>The rows of one file that are about the student.</summary>
/// <param name="Header">Names of the columns; empty for a file without a header.</param>
public sealed record StudentRowSet(IReadOnlyList<string> Header, IReadOnlyList<StudentRow> Rows)
{
    /// <summary>Rows of a report that are about others.</summary>
    public long Others { get; init; }

    /// <summary>How many of <see cref="Others"/> are at risk.</summary>
    public long OthersAtRisk { get; init; }
}
