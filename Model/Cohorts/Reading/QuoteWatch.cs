using CsvHelper;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Hears from the parser what is wrong with the quotes of the record it just read.</summary>
internal sealed class QuoteWatch
{
    public bool IsOpen { get; private set; }

    public bool IsMalformed { get; private set; }

    /// <summary>Whether text follows a closed quote in one of the cells.</summary>
    public bool HasTextAfterQuote { get; private set; }

    public bool IsOdd => IsOpen || HasTextAfterQuote;

    public void Take(CsvMalformedRecord record)
    {
        IsMalformed = true;
        HasTextAfterQuote |= record.Reason == CsvMalformedReason.TextAfterClosingQuote;
        IsOpen = record.Reason is CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.LineBreakInQuotes;
    }

    public void Clear() => (IsOpen, IsMalformed, HasTextAfterQuote) = (false, false, false);

    /// <summary>The first column that is read whose cell goes on after its quotes, <c>"EST1"x</c>; -1 where none does. In other columns it
    /// costs nothing.</summary>
    public static int FindIn(CsvReader row, CohortLayout layout)
    {
        for (var column = 0; column < row.FieldCount; column++)
        {
            if ((column == layout.IdColumn || Array.IndexOf(layout.FeatureColumns, column) >= 0)
                && IsTextAfterQuote(row.GetRawSpan(column)))
            {
                return column;
            }
        }

        return -1;
    }

    /// <summary>Whether a cell as it stands in the file goes on after the quote that closes it.</summary>
    private static bool IsTextAfterQuote(ReadOnlySpan<byte> raw)
    {
        var cell = raw.Trim(" \t\r\n"u8);
        if (cell.IsEmpty || cell[0] != '"')
        {
            return false;
        }

        for (var rest = cell[1..]; rest.IndexOf((byte)'"') is >= 0 and var quote;)
        {
            var next = rest[(quote + 1)..];
            if (next.IsEmpty || next[0] != '"')
            {
                return !next.IsEmpty;
            }

            rest = next[1..];
        }

        return false;
    }
}
