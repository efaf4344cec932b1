using System.Text.Json.Serialization;

namespace Antivirus.Model.Erasure;

/// <summary>One row of a file that is about the student.</summary>
/// <param name="FirstLine">1-based line of the file where it starts; in a workbook its row.</param>
/// <param name="LastLine">Line where it ends: a cell may hold line breaks.</param>
public sealed record StudentRow(long FirstLine, long LastLine, IReadOnlyList<string> Cells)
{
    /// <summary>Another sheet of the workbook than the one that was read; null for that one, and for text.</summary>
    public string? Sheet { get; init; }
}

/// <summary>The rows of one file that are about the student.</summary>
/// <param name="Header">Names of the columns; empty for a file without a header.</param>
public sealed record StudentRowSet(IReadOnlyList<string> Header, IReadOnlyList<StudentRow> Rows)
{
    /// <summary>Whether a workbook names the student outside such rows: in a note, a formula, a sheet without a column of ids.</summary>
    public bool IsNamedElsewhere { get; init; }

    [JsonIgnore]
    public bool HasStudent => Rows.Count > 0 || IsNamedElsewhere;

    /// <summary>The id, as a person wrote it.</summary>
    internal string Id { get; init; } = "";

    /// <summary>Rows of a report that are about others.</summary>
    public long Others { get; init; }

    /// <summary>How many of <see cref="Others"/> are at risk.</summary>
    public long OthersAtRisk { get; init; }
}
