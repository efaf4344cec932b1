using System.Runtime.CompilerServices;
using CsvHelper;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Reads a cohort file batch by batch. A bad row becomes a <see cref="RowProblem"/>; it never costs the rows after it.</summary>
public sealed class CohortReader : IAsyncDisposable
{
    private const int MaxIdBytes = 256;

    // Fewer, larger reads: each of them may change threads.
    private const int BufferBytes = 256 * 1024;
    private static readonly Comparer<RowProblem> ByLine = Comparer<RowProblem>.Create((left, right) => left.Line.CompareTo(right.Line));

    private readonly CohortSource _source;
    private readonly CohortLayout _layout;
    private readonly StudentSchema _schema;
    private readonly ProblemTexts _texts;
    private readonly CsvReader _reader;
    private readonly CellParser[] _parsers;
    private readonly QuoteWatch _quotes;
    private readonly DigitCells _digits;
    private readonly SeenIds _seen = new();

    // By student of the batch that is being checked: whether its id was seen before.
    private bool[] _repeated = [];

    private CohortReader(CohortSource source, CohortLayout layout, StudentSchema schema, ProblemTexts texts)
    {
        _source = source;
        _layout = layout;
        _schema = schema;
        _texts = texts;
        _quotes = new QuoteWatch();
        _reader = CsvReader.Create(source.OpenText(), ParserOptions(layout.Separator) with { OnMalformedRecord = _quotes.Take });
        _parsers = [.. schema.Features.Select(feature => new CellParser(feature, decimalComma: layout.Separator != ','))];
        _digits = new DigitCells(_parsers);
    }

    /// <summary>Rows read so far, good and bad; the header is none.</summary>
    public long RowsRead { get; private set; }

    /// <summary>What a file without any row is told.</summary>
    internal RowProblem HeaderOnlyProblem => new(1, null, _texts.HeaderOnly, _texts.CohortFile);

    /// <exception cref="CohortFormatException">It is empty, binary, or has a header that lacks a feature.</exception>
    public static async Task<CohortReader> OpenAsync(Stream upload, StudentSchema schema, ReportLanguage language, CancellationToken cancellationToken)
    {
        var texts = new ProblemTexts(language);
        var source = await CohortSource.OpenAsync(upload, texts, cancellationToken);
        try
        {
            if (source.Start.Span.Trim(" \t\r\n"u8).IsEmpty)
            {
                throw new CohortFormatException(new RowProblem(0, null, texts.EmptyFile, texts.CohortFile));
            }

            var reader = new CohortReader(source, CohortLayout.Detect(source.Start, schema, texts), schema, texts);
            if (reader._layout.HasHeader)
            {
                await reader._reader.ReadAsync(cancellationToken);
            }

            return reader;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fills the batch with the next good rows and adds the problems of the bad ones among them; false at the end of the file.</summary>
    /// <exception cref="CohortFormatException">The compressed file is damaged or ends too early: none of its rows can be trusted.</exception>
    public async ValueTask<bool> ReadAsync(StudentBatch batch, List<RowProblem> problems, CancellationToken cancellationToken)
    {
        var isRead = await ReadRowsAsync(batch, problems, cancellationToken);
        RejectRepeated(batch, problems);
        return isRead;
    }

    /// <summary>The same without a look at the ids, which <see cref="RejectRepeated"/> is left to take.</summary>
    /// <exception cref="CohortFormatException">The compressed file is damaged or ends too early: none of its rows can be trusted.</exception>
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
    private ValueTask<bool> ReadRowAsync(StudentBatch batch, List<RowProblem> problems, int maxProblems, CancellationToken cancellationToken)
    {
        while (batch.Count < batch.Capacity && problems.Count < maxProblems)
        {
            var row = _reader.ReadAsync(cancellationToken);
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
        RowsRead++;
        if (FindProblem(batch) is { } problem)
        {
            problems.Add(problem);
        }
    }

    /// <summary>SHA-256 of the file as uploaded, lower-case hex; reads what is left of it.</summary>
    public ValueTask<string> FinishAsync(CancellationToken cancellationToken) => _source.FinishAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        _seen.Dispose();
        await _source.DisposeAsync();
    }

    /// <summary>Each line break ends a row: one quote that is never closed must not swallow the rest of the file.</summary>
    internal static CsvReaderOptions ParserOptions(char separator) => new()
    {
        Separator = separator,
        BufferSize = BufferBytes,
        HasHeader = false,
        AllowLineBreaksInQuotes = false,
        SkipEmptyLines = true,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
        DetectSeparatorHint = false,
    };

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
        if (_seen.FindRepeated(batch, repeated) == 0)
        {
            return;
        }

        for (var student = 0; student < repeated.Length; student++)
        {
            if (repeated[student])
            {
                problems.Add(new RowProblem(batch.Line(student), _schema.IdNames[0], CellText.Show(batch.Id(student)), _texts.RepeatedId));
            }
        }

        batch.Remove(repeated);
        problems.Sort(ByLine);
    }

    /// <summary>Takes the row into the batch; gives its problem when it cannot. Optimized at the first call: most cohorts are over before the tiers have climbed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private RowProblem? FindProblem(StudentBatch batch)
    {
        if (_quotes.IsOpen())
        {
            return Problem(null, CellText.Show(_reader.RawRecord), _texts.ClosedQuote);
        }

        if (_reader.FieldCount != _layout.ColumnCount)
        {
            return _reader.RawRecord.Length >= LineGuard.MaxLineBytes
                ? Problem(null, CellText.Show(_reader.RawRecord), _texts.LongLine)
                : Problem(null, _texts.Columns(_reader.FieldCount), _texts.Columns(_layout.ColumnCount));
        }

        var row = batch.NextRow();
        var columns = _layout.FeatureColumns;
        var digits = _digits;
        for (var feature = 0; feature < row.Length; feature++)
        {
            var cell = _reader.GetSpan(columns[feature]);
            if (!digits.TryParse(feature, cell, out row[feature]) && !_parsers[feature].TryParse(cell, out row[feature]))
            {
                return Problem(_schema.Features[feature].Name, cell.IsEmpty ? _texts.Empty : CellText.Show(cell), _texts.CellOf(_schema.Features[feature]));
            }
        }

        return TakeId(batch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private RowProblem? TakeId(StudentBatch batch)
    {
        var id = _reader.GetSpan(_layout.IdColumn);
        var name = _schema.IdNames[0];
        if (id.IndexOfAnyExcept((byte)' ') < 0)
        {
            return Problem(name, _texts.Empty, _texts.NonEmptyId);
        }

        if (id.Length > MaxIdBytes || id.IndexOfAnyInRange((byte)0, (byte)31) >= 0)
        {
            return Problem(name, CellText.Show(id), _texts.PlainId);
        }

        batch.Add(CellText.ToUtf8(id), _reader.LineNumber);
        return null;
    }

    private RowProblem Problem(string? column, string found, string expected) => new(_reader.LineNumber, column, found, expected);

    /// <summary>Hears from the parser that the row it just read has a quote that is not closed in it.</summary>
    private sealed class QuoteWatch
    {
        private bool _open;

        public void Take(CsvMalformedRecord record) =>
            _open = record.Reason is CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.LineBreakInQuotes;

        public bool IsOpen()
        {
            var open = _open;
            _open = false;
            return open;
        }
    }
}
