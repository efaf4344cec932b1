using System.Runtime.CompilerServices;
using System.Text;
using Antivirus.Model.Cohorts.Reading.Excel;
using CsvHelper;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Reads a cohort file batch by batch. A bad row becomes a <see cref="RowProblem"/>; it never costs the rows after it.</summary>
public sealed class CohortReader : IAsyncDisposable
{
    private static readonly Comparer<RowProblem> ByLine = Comparer<RowProblem>.Create((left, right) => left.Line.CompareTo(right.Line));

    private readonly CohortSource _source;
    private readonly CohortLayout _layout;
    private readonly StudentSchema _schema;
    private readonly ProblemTexts _texts;
    private readonly RecordReader _records;
    private readonly CellParser[] _parsers;
    private readonly DigitCells _digits;
    private readonly OddRows _odd;

    private readonly bool _hasLabel;

    // Made with the first batch whose ids are looked up: 16 MB.
    private SeenIds? _seen;

    // By student of the batch that is being checked: whether its id was seen before.
    private bool[] _repeated = [];
    private long _repeatedIds;

    private CohortReader(CohortSource source, CohortLayout layout, StudentSchema schema, ProblemTexts texts)
    {
        _source = source;
        _layout = layout;
        _schema = schema;
        _texts = texts;
        _records = new RecordReader(source.OpenText(), layout.Separator, layout.Trims);
        _parsers = [.. schema.Features.Select((feature, index) => new CellParser(feature, layout.DecimalMarks[index]))];
        _digits = new DigitCells(_parsers);
        _odd = new OddRows(schema, layout, _parsers, texts);
        _hasLabel = layout.HasLabel;
    }

    /// <summary>Rows read so far, good and bad; the header and skipped lines are none.</summary>
    public long RowsRead { get; private set; }

    internal CohortLayout Layout => _layout;

    /// <summary>What was decided about the file, and what was skipped so far.</summary>
    public ReadingSummary Summary => new()
    {
        HeaderLine = _layout.HeaderLine > 0 ? _layout.HeaderLine : null,
        Separator = _source.Sheet is null ? _layout.Separator.ToString() : null,
        Sheet = _source.Sheet,
        Encoding = _source.Encoding,
        IdColumn = _layout.HeaderLine > 0 ? _layout.IdName : null,
        IgnoredColumns = _layout.IgnoredColumns,
        Skipped = _odd.Counts,
        RepeatedIds = _repeatedIds,
    };

    /// <summary>What a file without any row is told.</summary>
    internal RowProblem HeaderOnlyProblem => new(Math.Max(1, _layout.HeaderLine), null, _texts.HeaderOnly, _texts.CohortFile);

    /// <inheritdoc cref="OpenAsync(Stream, StudentSchema, ReadingOptions, CancellationToken)"/>
    public static Task<CohortReader> OpenAsync(Stream upload, StudentSchema schema, ReportLanguage language,
        CancellationToken cancellationToken) =>
        OpenAsync(upload, schema, new ReadingOptions { Language = language }, cancellationToken);

    /// <exception cref="CohortFormatException">It is empty, another kind of file, or leaves open what its columns are.</exception>
    public static async Task<CohortReader> OpenAsync(Stream upload, StudentSchema schema, ReadingOptions options,
        CancellationToken cancellationToken)
    {
        var finder = new HeaderFinder(schema, options);
        var source = await CohortSource.OpenAsync(upload, new SheetChoice(options.Sheet, finder.CountNamed), options.Language,
            cancellationToken, options.MaxUnpackedBytes, options.RatioFreeBytes);
        try
        {
            var layout = finder.Find(source.Start, source.IsWhole);
            var reader = new CohortReader(source, layout, schema, new ProblemTexts(options.Language));
            await reader.SkipHeaderAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fills the batch with the next good rows and adds the problems of the bad ones among them; false at the end of the
    /// file.</summary>
    /// <exception cref="CohortFormatException">The compressed file is damaged, or another table starts: none of its rows can be
    /// trusted.</exception>
    public async ValueTask<bool> ReadAsync(StudentBatch batch, List<RowProblem> problems, CancellationToken cancellationToken)
    {
        var isRead = await ReadRowsAsync(batch, problems, cancellationToken);
        RejectRepeated(batch, problems);
        return isRead;
    }

    /// <summary>The same without a look at the ids, which <see cref="RejectRepeated"/> is left to take.</summary>
    /// <exception cref="CohortFormatException">The compressed file is damaged, or another table starts: none of its rows can be
    /// trusted.</exception>
    internal async ValueTask<bool> ReadRowsAsync(StudentBatch batch, List<RowProblem> problems, CancellationToken cancellationToken)
    {
        batch.Clear();
        var before = problems.Count;
        try
        {
            while (await ReadRowAsync(batch, problems, before + batch.Capacity, cancellationToken))
            {
                Take(batch, problems);
            }
        }
        catch (InvalidDataException)
        {
            throw new CohortFormatException(Problem(null, _texts.DamagedGzip, _texts.CohortFile));
        }

        return batch.Count > 0 || problems.Count > before;
    }

    /// <summary>
    /// Takes the rows that the parser has in its buffer, then waits for the next one; false when there is no room or no row left.
    /// Thousands of rows come without waiting, and an asynchronous method would pay for each of them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ValueTask<bool> ReadRowAsync(StudentBatch batch, List<RowProblem> problems, int maxProblems,
        CancellationToken cancellationToken)
    {
        while (batch.Count < batch.Capacity && problems.Count < maxProblems)
        {
            var row = _records.ReadAsync(cancellationToken);
            if (!row.IsCompletedSuccessfully)
            {
                return row;
            }

            if (!row.Result)
            {
                break;
            }

            Take(batch, problems);
        }

        return ValueTask.FromResult(false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take(StudentBatch batch, List<RowProblem> problems)
    {
        var reader = _records.Current;
        if (FindProblem(batch, reader) is not { } problem)
        {
            RowsRead++;
            return;
        }

        batch.DropRow();
        if (!_odd.Skip(_records, isFirst: RowsRead == 0))
        {
            RowsRead++;
            problems.Add(problem);
        }
    }

    /// <summary>SHA-256 of the file as uploaded, lower-case hex; reads what is left of it.</summary>
    public ValueTask<string> FinishAsync(CancellationToken cancellationToken) => _source.FinishAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _records.DisposeAsync();
        _seen?.Dispose();
        await _source.DisposeAsync();
    }

    /// <summary>
    /// Moves the students whose id was seen before from the batch to its problems, which stay in the file's order.
    /// Takes the batches one after another, as they were read; the next one may be read meanwhile.
    /// </summary>
    internal void RejectRepeated(StudentBatch batch, List<RowProblem> problems)
    {
        if (_repeated.Length < batch.Capacity)
        {
            _repeated = new bool[batch.Capacity];
        }

        var repeated = _repeated.AsSpan(0, batch.Count);
        _seen ??= new SeenIds();
        if (_seen.FindRepeated(batch, repeated) is not (> 0 and var count))
        {
            return;
        }

        _repeatedIds += count;
        for (var student = 0; student < repeated.Length; student++)
        {
            if (repeated[student])
            {
                problems.Add(new RowProblem(batch.Line(student), _layout.IdName, CellText.Show(batch.Id(student)), _texts.RepeatedId));
            }
        }

        batch.Remove(repeated);
        problems.Sort(ByLine);
    }

    private async ValueTask SkipHeaderAsync(CancellationToken cancellationToken)
    {
        while (_layout.HeaderLine > 0 && await _records.ReadAsync(cancellationToken) && _records.Line < _layout.HeaderLine)
        {
            _odd.CountAbove(FileSample.CellsOf(_records));
        }

        _records.ColumnCount = _layout.NamedColumnCount;
    }

    /// <summary>Takes the row into the batch; returns its problem when it cannot. Optimized at the first call: most cohorts are over before
    /// the tiers have climbed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private RowProblem? FindProblem(StudentBatch batch, CsvReader reader)
    {
        if (_records.IsOpen || (reader.FieldCount != _layout.ColumnCount && !IsWhole(reader)))
        {
            return ShapeProblem(reader);
        }

        var row = batch.NextRow();
        var columns = _layout.FeatureColumns;
        var digits = _digits;
        for (var feature = 0; feature < row.Length; feature++)
        {
            var cell = reader.GetSpan(columns[feature]);
            if (!digits.TryParse(feature, cell, out row[feature]) && !_parsers[feature].TryParse(cell, out row[feature]))
            {
                RefuseOtherLetters(feature, cell);
                if (!TakeNewWord(batch, feature, cell))
                {
                    return CellProblem(feature, cell);
                }

                row[feature] = StudentBatch.NewWord;
            }
        }

        var id = reader.GetSpan(_layout.IdColumn);
        if (!IdCell.IsPlain(id) || (_hasLabel && MayBeTotal(reader.GetSpan(0))))
        {
            return TakeOddId(batch, reader, id);
        }

        batch.Add(id, _records.Line);
        return null;
    }

    /// <summary>False for a cell that is not a word of a category, and for a row of which more than half are: such a row is a header, or of
    /// another table.</summary>
    private bool TakeNewWord(StudentBatch batch, int feature, ReadOnlySpan<byte> cell)
    {
        if (!_parsers[feature].IsNewWord(cell) || (batch.NewWordsInNextRow + 1) * 2 > _parsers.Length)
        {
            return false;
        }

        batch.AddNewWord(feature, CellText.Clean(CellText.Decode(cell)));
        return true;
    }

    /// <summary>One H among M means that each M is a woman: the rows before it were read as men.</summary>
    private void RefuseOtherLetters(int feature, ReadOnlySpan<byte> cell)
    {
        if (_parsers[feature].IsOfOtherLetters(cell))
        {
            throw new CohortFormatException(Problem(_layout.FeatureNames[feature], CellText.Show(cell),
                _texts.OneAlphabet([.. _schema.Features[feature].Words.Select(word => word.Word)])));
        }
    }

    private RowProblem? TakeOddId(StudentBatch batch, CsvReader reader, ReadOnlySpan<byte> cell)
    {
        var kind = IdCell.Read(cell, out var id);
        if (kind != IdKind.Id || SkippedRows.IsTotalWord(id) || (_hasLabel && SkippedRows.IsTotalLabel(CellText.Decode(reader.GetSpan(0)))))
        {
            return Problem(_layout.IdName, kind == IdKind.Empty && id.Length == 0 ? _texts.Empty : CellText.Show(cell), kind switch
            {
                IdKind.Shortened => _texts.WholeId,
                IdKind.Damaged => _texts.PlainId,
                _ => _texts.NonEmptyId,
            });
        }

        Span<byte> bytes = stackalloc byte[IdCell.MaxBytes];
        batch.Add(bytes[..Encoding.UTF8.GetBytes(id, bytes)], _records.Line);
        return null;
    }

    private static bool MayBeTotal(ReadOnlySpan<byte> label) =>
        label.Length is > 3 and < 80 && ((label[0] | 0x20) is (byte)'t' or (byte)'s' or (byte)'g' or (byte)'p' or (byte)'a' or (byte)'m'
            or (byte)'v' or (byte)'d' or (byte)'r' or (byte)'c' or (byte)'n' or <= (byte)' ' or >= 0x80);

    /// <summary>Whether a row of another length is whole: what it has more is empty, and what it lacks has no name.</summary>
    private bool IsWhole(CsvReader reader)
    {
        for (var column = _layout.ColumnCount; column < reader.FieldCount; column++)
        {
            if (!CellText.IsBlank(CellText.Decode(reader.GetSpan(column))))
            {
                return false;
            }
        }

        return reader.FieldCount >= _layout.NamedColumnCount;
    }

    private RowProblem ShapeProblem(CsvReader reader) =>
        _records.IsOpen ? Problem(null, CellText.Show(reader.RawRecord), _texts.ClosedQuote)
        : reader.RawRecord.Length >= LineGuard.MaxLineBytes ? Problem(null, CellText.Show(reader.RawRecord), _texts.LongLine)
        : Problem(null, _texts.Columns(reader.FieldCount), _texts.Columns(_layout.ColumnCount));

    private RowProblem CellProblem(int feature, ReadOnlySpan<byte> cell) =>
        _texts.OfCell(_records.Line, _layout.FeatureNames[feature], _schema.Features[feature], CellText.Show(cell));

    private RowProblem Problem(string? column, string found, string expected) => new(_records.Line, column, found, expected);
}
