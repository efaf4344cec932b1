namespace Antivirus.Model.Cohorts.Reading;

/// <summary>What the reader decided about a file and what it skipped. Holds names of columns and counts, never a student's value.</summary>
public sealed record ReadingSummary
{
    /// <summary>1-based line of the header; null for a file without one, which was read by position.</summary>
    public long? HeaderLine { get; init; }

    /// <summary>What separates the columns; null for a workbook.</summary>
    public string? Separator { get; init; }

    /// <summary>The workbook's sheet; null for a text file.</summary>
    public string? Sheet { get; init; }

    /// <summary><c>UTF-8</c>, <c>UTF-16</c>, <c>Windows-1252</c>, <c>Mac Roman</c> or <c>CP850</c>; null for a workbook.</summary>
    public string? Encoding { get; init; }

    /// <summary>The id column as the file names it; null where it is the first column of a file without a header.</summary>
    public string? IdColumn { get; init; }

    /// <summary>Named columns that nothing was read from.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    public SkippedLines Skipped { get; init; } = new();

    /// <summary>Rows whose id was in the file before; many of them mean that the id column is another one.</summary>
    public long RepeatedIds { get; init; }

    /// <summary>Rows that the spreadsheet hides, by a filter or by hand; they were read as the others.</summary>
    public int HiddenRows { get; init; }

    /// <summary>Ids among the first rows that have fewer digits than the others, as if a spreadsheet had taken leading zeros
    /// away.</summary>
    public int ShorterIds { get; init; }
}

/// <summary>Lines that are neither students nor problems, by kind.</summary>
public sealed record SkippedLines
{
    /// <summary>Titles, dates, comments, groups of columns and <c>sep=</c> above the header.</summary>
    public long AboveHeader { get; init; }

    /// <summary>Lines without any value.</summary>
    public long Blank { get; init; }

    /// <summary>Units, allowed values or possible points below the header.</summary>
    public long Description { get; init; }

    public long RepeatedHeader { get; init; }

    /// <summary>Sums and averages.</summary>
    public long Totals { get; init; }

    public long Total => AboveHeader + Blank + Description + RepeatedHeader + Totals;
}
