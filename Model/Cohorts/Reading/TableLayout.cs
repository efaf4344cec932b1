using System.Buffers;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>How a file holds a table whose columns no model names: its separator and its header.</summary>
internal sealed class TableLayout
{
    private const int MaxLines = 20;
    private static readonly SearchValues<char> NumberMarks = SearchValues.Create("0123456789.,-+ %$");
    private readonly FeatureNames _columns;
    private readonly List<int> _numeric;

    private TableLayout(FileSample sample, long headerLine, IReadOnlyList<string> header)
    {
        (Separator, Trims, HeaderLine, Header) = (sample.Separator, sample.Trims, headerLine, header);
        _columns = new FeatureNames([.. Header.Select(name => Named(name))]);
        var rows = sample.Lines.Where(line => line.Number > headerLine).Skip(1).ToList();
        _numeric = [.. Enumerable.Range(0, Header.Count).Where(column => IsNumeric(rows, column))];
    }

    public char Separator { get; }

    public bool Trims { get; }

    /// <summary>1-based line of the header; 0 for a file without one.</summary>
    public long HeaderLine { get; }

    public IReadOnlyList<string> Header { get; }

    private TableLayout(FileSample sample, SampleLine header)
        : this(sample, header.Number, header.Cells[..header.Length])
    {
    }

    /// <param name="start">The file's first bytes, as UTF-8 without byte order mark.</param>
    /// <exception cref="CohortFormatException">No line is a header.</exception>
    public static TableLayout Find(ReadOnlyMemory<byte> start, bool isWhole, TableOptions options)
    {
        var samples = FileSample.ReadAll(start, isWhole, MaxLines + 1);
        if (options.NamesWithoutHeader is { } own)
        {
            return new TableLayout(samples.MaxBy(Regularity)!, headerLine: 0, own);
        }

        var names = new FeatureNames([.. options.Columns.Select(Named)]);
        var named = samples
            .SelectMany(sample => sample.Lines.Select(line => (Sample: sample, Line: line, Named: names.CountNamed(line.Cells))))
            .MaxBy(candidate => (candidate.Named, candidate.Line.Length));
        if (named.Named > 0)
        {
            return new TableLayout(named.Sample, named.Line);
        }

        var best = samples.MaxBy(Regularity)!;
        return FindHeader(best) is { } header ? new TableLayout(best, header) : throw NoHeader(best, options.Language);
    }

    /// <summary>Counts how many of the wanted columns a text's best line names; null where none are wanted.</summary>
    public static Func<ReadOnlyMemory<byte>, bool, int>? NamedIn(TableOptions options)
    {
        var names = new FeatureNames([.. options.Columns.Select(Named)]);
        return options.Columns.Count == 0 ? null : (start, isWhole) => FileSample.ReadAll(start, isWhole, MaxLines + 1)
            .SelectMany(sample => sample.Lines)
            .Select(line => names.CountNamed(line.Cells))
            .DefaultIfEmpty()
            .Max();
    }

    /// <inheritdoc cref="TableReader.ColumnOf"/>
    public int ColumnOf(string name)
    {
        var exact = Enumerable.Range(0, Header.Count)
            .Where(column => Header[column].Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)).FirstOrDefault(-1);
        return exact >= 0 ? exact : _columns.Find(name);
    }

    /// <summary>What a row is that is not data.</summary>
    public SkippedKind KindOf(string[] cells, bool isFirst)
    {
        if (SkippedRows.IsBlank(cells))
        {
            return SkippedKind.Blank;
        }

        var isHeader = cells.Length >= Header.Count && Header.Select((name, column) => TextFold.Fold(name) == TextFold.Fold(cells[column]))
            .All(isSame => isSame);
        return isHeader ? SkippedKind.RepeatedHeader
            : (SkippedRows.IsTotal(cells) && cells.Any(CellText.IsBlank)) || IsFootnote(cells) ? SkippedKind.Totals
            : isFirst && HeaderLine > 0 && IsDescription(cells) ? SkippedKind.Description
            : SkippedKind.None;
    }

    /// <summary>A source, a count of rows: one cell alone.</summary>
    private bool IsFootnote(string[] cells) => Header.Count > 1 && cells.Count(cell => !CellText.IsBlank(cell)) == 1
        && Footnotes.Is(cells.First(cell => !CellText.IsBlank(cell)));

    /// <summary>Units or possible points below the header: no number where the rows below have numbers.</summary>
    private bool IsDescription(string[] cells) =>
        SkippedRows.IsTotal(cells)
        || (_numeric.Count >= 2 && _numeric.TrueForAll(column =>
            column < cells.Length && cells[column].Length > 0 && !IsNumber(cells[column]) && !MissingWords.Contains(cells[column])));

    private static Feature Named(string name) => new() { Name = name, Kind = FeatureKind.Category, LabelEs = name, LabelEn = name };

    private static bool IsNumeric(List<SampleLine> rows, int column)
    {
        var values = rows.Where(row => column < row.Cells.Length && row.Cells[column].Length > 0).Select(row => row.Cells[column]).ToList();
        return values.Count >= 2 && values.TrueForAll(IsNumber);
    }

    private static bool IsNumber(string cell) =>
        cell.Any(char.IsAsciiDigit) && cell.AsSpan().IndexOfAnyExcept(NumberMarks) < 0 && cell.IndexOf('-', StringComparison.Ordinal) <= 0;

    /// <summary>Lines that the separator splits into as many cells as most, and into how many.</summary>
    private static (int Lines, int Columns) Regularity(FileSample sample) => sample.Lines
        .Where(line => line.Cells.Length > 1)
        .GroupBy(line => line.Cells.Length)
        .Select(same => (Lines: same.Count(), Columns: same.Key))
        .OrderByDescending(same => same.Lines)
        .ThenByDescending(same => same.Columns)
        .FirstOrDefault();

    /// <summary>The first line that fills most columns and holds words in at least half of them.</summary>
    private static SampleLine? FindHeader(FileSample sample)
    {
        var columns = Regularity(sample).Columns;
        return sample.Lines.FirstOrDefault(line =>
            !SeparatorLine.Is(line)
            && line.Cells.Count(cell => cell.Length > 0) * 5 >= columns * 4
            && line.Cells.Count(cell => cell.Any(char.IsLetter)) * 2 >= columns
            && line.Length > 0);
    }

    private static CohortFormatException NoHeader(FileSample sample, ReportLanguage language)
    {
        var first = sample.Lines.Count > 0 ? sample.Lines[0] : null;
        return new CohortFormatException(new RowProblem(first?.Number ?? 0, null, first?.Show(sample.Separator) ?? "",
            new LayoutTexts(language).AnyHeader));
    }
}
