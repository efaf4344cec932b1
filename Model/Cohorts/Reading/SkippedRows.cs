using System.Buffers;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>What a row is that is neither a student nor a problem.</summary>
internal enum SkippedKind
{
    None,
    Blank,
    Description,
    RepeatedHeader,
    Totals,
}

/// <summary>Knows the rows of an export that are not students: sums, averages, possible points, lines between.</summary>
internal static class SkippedRows
{
    private static readonly SearchValues<char> Strokes = SearchValues.Create("-=_+| ");

    /// <summary>Whether the row's first value says that it is a sum, an average or the like.</summary>
    public static bool IsTotal(IReadOnlyList<string> cells) =>
        cells.FirstOrDefault(cell => !CellText.IsBlank(cell)) is { } first && StatisticLabels.Is(first)
            && !StatisticLabels.IsAmbiguous(first);

    /// <summary>Whether no cell holds more than a line: blanks, <c>-----</c>, <c>=====</c>.</summary>
    public static bool IsBlank(IReadOnlyList<string> cells) =>
        cells.All(cell => CellText.IsBlank(cell) || (cell.Length > 2 && cell.AsSpan().Trim().IndexOfAnyExcept(Strokes) < 0));
}
