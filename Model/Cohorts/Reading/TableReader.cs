using System.Runtime.CompilerServices;
using Antivirus.Model.Cohorts.Reading.Codings;
using Antivirus.Model.Cohorts.Reading.Excel;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>One row of a table.</summary>
/// <param name="Line">1-based line of the file where it starts.</param>
/// <param name="Cells">As many as the header has; without blanks around them, accents composed.</param>
public readonly record struct TableRow(long Line, string[] Cells);

/// <summary>A line that holds no data, such as a title or a legend.</summary>
/// <param name="Sheet">The workbook's sheet that it stands in; null for the one that is read, and for text files.</param>
/// <param name="Line">1-based line of the file, or row of the sheet.</param>
public readonly record struct TableNote(string? Sheet, long Line, IReadOnlyList<string> Cells);

/// <summary>What is known of a table before it is read.</summary>
public sealed record TableOptions
{
    /// <summary>Names of columns that the header must have; empty where any header will do.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Name of the workbook's sheet; found when null.</summary>
    public string? Sheet { get; init; }

    /// <summary>Names of the columns, in order, of a file that is known to have no header; null where it has one.</summary>
    public IReadOnlyList<string>? NamesWithoutHeader { get; init; }

    /// <summary>Whether rows with more or fewer cells than the header, and open quotes, are left out: a cohort's own reading has
    /// rejected them. They refuse the file otherwise.</summary>
    public bool SkipsBadRows { get; init; }

    /// <summary>Language of refusals.</summary>
    public ReportLanguage Language { get; init; } = ReportLanguage.English;
}

/// <summary>
/// Reads any table of text cells as a cohort is read: the same encodings, separators, header search, joined lines and skipped rows.
/// For files whose columns belong to no model yet, such as training data.
/// </summary>
public sealed class TableReader : IAsyncDisposable
{
    private readonly CohortSource _source;
    private readonly RecordReader _records;
    private readonly TableLayout _layout;
    private readonly ProblemTexts _texts;
    private readonly bool _skipsBadRows;
    private readonly List<TableNote> _notes = [];
    private readonly long[] _skipped = new long[(int)SkippedKind.Totals + 1];
    private long _aboveHeader;
    private long _rows;

    private TableReader(CohortSource source, TableLayout layout, TableOptions options)
    {
        _source = source;
        _layout = layout;
        _texts = new ProblemTexts(options.Language);
        _skipsBadRows = options.SkipsBadRows;
        _records = new RecordReader(source.OpenText(), layout.Separator, layout.Trims);
    }

    /// <summary>The columns' names as the file has them, without the unnamed ones at the end.</summary>
    public IReadOnlyList<string> Header => _layout.Header;

    /// <summary>Lines above the header and of units, so far, and those with few cells in a workbook's other sheets.</summary>
    public IReadOnlyList<TableNote> Notes => _notes;

    /// <summary>What was decided about the file, and what was skipped so far.</summary>
    public ReadingSummary Summary => new()
    {
        HeaderLine = _layout.HeaderLine > 0 ? _layout.HeaderLine : null,
        Separator = _source.Sheet is null ? _layout.Separator.ToString() : null,
        Sheet = _source.Sheet,
        Encoding = _source.Encoding,
        Skipped = new SkippedLines
        {
            AboveHeader = _aboveHeader,
            Blank = _skipped[(int)SkippedKind.Blank],
            Description = _skipped[(int)SkippedKind.Description],
            RepeatedHeader = _skipped[(int)SkippedKind.RepeatedHeader],
            Totals = _skipped[(int)SkippedKind.Totals],
        },
    };

    /// <exception cref="CohortFormatException">It is empty, another kind of file, or has no header.</exception>
    public static async Task<TableReader> OpenAsync(Stream file, TableOptions options, CancellationToken cancellationToken)
    {
        var sheets = new SheetNotes();
        var named = TableLayout.NamedIn(options);
        var choice = new SheetChoice(options.Sheet, (name, start, isWhole) =>
        {
            sheets.Add(name, start, isWhole);
            return named?.Invoke(start, isWhole) ?? 0;
        });
        var source = await CohortSource.OpenAsync(file, choice, options.Language, cancellationToken);
        try
        {
            var reader = new TableReader(source, TableLayout.Find(source.Start, source.IsWhole, options), options);
            await reader.SkipHeaderAsync(cancellationToken);
            sheets.Remove(source.Start);
            reader._notes.AddRange(sheets.Lines.Select(note => new TableNote(note.Sheet, note.Line.Number, note.Line.Cells)));
            return reader;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>The index of a column, whatever the case, accents, spaces, underscores and units of its name; -1 when there is
    /// none.</summary>
    public int ColumnOf(string name) => _layout.ColumnOf(name);

    /// <summary>The rows in file order, without those that are skipped.</summary>
    /// <exception cref="CohortFormatException">A row has more or fewer cells than the header, or a quote that is never closed.</exception>
    public async IAsyncEnumerable<TableRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken))
        {
            var cells = FileSample.CellsOf(_records);
            var kind = _layout.KindOf(cells, isFirst: _rows == 0 && _skipped[(int)SkippedKind.Description] == 0);
            _skipped[(int)kind]++;
            Note(kind, cells);
            if (kind != SkippedKind.None)
            {
                continue;
            }

            _rows++;
            if (Fit(cells) is { } fitting)
            {
                yield return new TableRow(_records.Line, fitting);
            }
        }
    }

    /// <summary>SHA-256 of the file, lower-case hex; reads what is left of it.</summary>
    public ValueTask<string> FinishAsync(CancellationToken cancellationToken) => _source.FinishAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _records.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _records.ReadAsync(cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw new CohortFormatException(new RowProblem(_records.Line, null, _texts.DamagedGzip, _texts.CohortFile));
        }
    }

    private async ValueTask SkipHeaderAsync(CancellationToken cancellationToken)
    {
        while (_layout.HeaderLine > 0 && await NextAsync(cancellationToken) && _records.Line < _layout.HeaderLine)
        {
            var isBlank = SkippedRows.IsBlank(FileSample.CellsOf(_records));
            _skipped[(int)SkippedKind.Blank] += isBlank ? 1 : 0;
            _aboveHeader += isBlank ? 0 : 1;
            Note(isBlank ? SkippedKind.Blank : SkippedKind.Description, FileSample.CellsOf(_records));
        }

        _records.ColumnCount = Header.Count;
    }

    private void Note(SkippedKind kind, string[] cells)
    {
        if (kind == SkippedKind.Description)
        {
            _notes.Add(new TableNote(null, _records.Line, cells));
        }
    }

    /// <returns>Null for a row that is left out.</returns>
    private string[]? Fit(string[] cells)
    {
        var count = Header.Count;
        if (!_records.IsOpen && cells.Length >= count && cells.Skip(count).All(CellText.IsBlank))
        {
            return cells.Length == count ? cells : cells[..count];
        }

        return _skipsBadRows ? null : throw new CohortFormatException(_records.IsOpen
            ? new RowProblem(_records.Line, null, CellText.Show(_records.Current.RawRecord), _texts.ClosedQuote)
            : new RowProblem(_records.Line, null, _texts.Columns(cells.Length), _texts.Columns(count)));
    }
}
