namespace Antivirus.Model.Cohorts.Reading;

/// <summary>One record of a file's start.</summary>
/// <param name="Number">1-based line of the file where it starts.</param>
internal sealed record SampleLine(long Number, string[] Cells)
{
    public bool IsBlank => Cells.All(cell => CellText.IsBlank(cell));

    /// <summary>The cells without the empty ones at the end.</summary>
    public int Length => Array.FindLastIndex(Cells, cell => !CellText.IsBlank(cell)) + 1;

    /// <summary>The line as a message shows it.</summary>
    public string Show(char separator) => CellText.Shorten(string.Join(separator, Cells).Trim(separator, ' '));
}

/// <summary>The first records of a file, as one separator splits them.</summary>
internal sealed class FileSample
{
    private FileSample(char separator, bool trims, List<SampleLine> lines)
    {
        Separator = separator;
        Trims = trims;
        Lines = lines;
    }

    public char Separator { get; }

    /// <summary>Whether a quote after blanks opens a cell: <c>"17", "4"</c>.</summary>
    public bool Trims { get; }

    /// <summary>Records that are not blank.</summary>
    public IReadOnlyList<SampleLine> Lines { get; }

    /// <summary>The file's start as each separator that it may have splits it.</summary>
    public static List<FileSample> ReadAll(ReadOnlyMemory<byte> start, bool isWhole, int maxLines)
    {
        var samples = new List<FileSample>();
        foreach (var separator in SeparatorLine.Candidates(start))
        {
            samples.Add(Read(start, isWhole, separator, maxLines));
        }

        return samples;
    }

    /// <param name="start">The file's first bytes, as UTF-8 without byte order mark.</param>
    /// <param name="isWhole">Whether that is the whole file; if not, its last record is cut off and left out.</param>
    /// <param name="maxLines">Stops after so many records that are not blank.</param>
    public static FileSample Read(ReadOnlyMemory<byte> start, bool isWhole, char separator, int maxLines)
    {
        var trims = HasSpacedQuotes(start.Span, separator);
        var lines = new List<SampleLine>();
        var records = new RecordReader(start, separator, trims);

        // Text in memory is read at once.
        while (lines.Count < maxLines && records.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            var line = new SampleLine(records.Line, CellsOf(records));
            if (!line.IsBlank)
            {
                lines.Add(line);
            }
        }

        if (!isWhole && lines.Count > 1 && lines.Count < maxLines)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return new FileSample(separator, trims, lines);
    }

    public static string[] CellsOf(RecordReader records)
    {
        var cells = new string[records.Current.FieldCount];
        for (var column = 0; column < cells.Length; column++)
        {
            cells[column] = CellText.Clean(CellText.Decode(records.Current.GetSpan(column)));
        }

        return cells;
    }

    /// <summary>Whether a cell opens with a blank and a quote; a doubled quote after a blank is text.</summary>
    private static bool HasSpacedQuotes(ReadOnlySpan<byte> start, char separator)
    {
        ReadOnlySpan<byte> opening = [(byte)separator, (byte)' ', (byte)'"'];
        for (var at = start.IndexOf(opening); at >= 0; at = start.IndexOf(opening))
        {
            start = start[(at + opening.Length)..];
            if (!start.IsEmpty && start[0] != '"')
            {
                return true;
            }
        }

        return false;
    }
}
