using System.Runtime.CompilerServices;
using Antivirus.Model.Cohorts.Reading.Excel;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Reads a cohort file batch by batch. A bad row becomes a <see cref="RowProblem"/>; it never costs the rows after it.</summary>
public sealed class CohortReader : IAsyncDisposable
{
    private static readonly Comparer<RowProblem> ByLine = Comparer<RowProblem>.Create((left, right) => left.Line.CompareTo(right.Line));

    private readonly CohortSource _source;
    private readonly CohortLayout _layout;
    private readonly ProblemTexts _texts;
    private readonly RecordReader _records;
    private readonly RowReader _row;
    private readonly OddRows _odd;
    private readonly long _maxProblems;

    // Made with the first batch whose ids are looked up: 16 MB.
    private SeenIds? _seen;

    // By student of the batch that is being checked: whether its id was seen before.
    private bool[] _repeated = [];
    private long _repeatedIds;
    private int? _shorterIds;

    // Rows rejected as they were read, without those of repeated ids: these may be found later, in the place of others on the list.
    private long _rejected;

    private CohortReader(CohortSource source, CohortLayout layout, StudentSchema schema, ReadingOptions options)
    {
        _source = source;
        _layout = layout;
        _maxProblems = options.MaxProblems;
        _texts = new ProblemTexts(options.Language);
        _records = new RecordReader(source.OpenText(), layout.Separator, layout.Trims);
        _row = new RowReader(_records, layout, schema, _texts, isWorkbook: source.Sheet is not null);
        _odd = _row.Odd;
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
        HiddenRows = _source.HiddenRows,
        ShorterIds = _shorterIds ??= _row.ShorterIds,
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
            var reader = new CohortReader(source, layout, schema, options);
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
        if (_row.Read(batch) is { } problem)
        {
            TakeOther(batch, problems, problem);
            return;
        }

        RowsRead++;
    }

    /// <summary>Skips a row that is not a student, or rejects it.</summary>
    private void TakeOther(StudentBatch batch, List<RowProblem> problems, RowProblem problem)
    {
        batch.DropRow();
        if (_odd.Skip(_records, isFirst: RowsRead == 0))
        {
            return;
        }

        RowsRead++;
        problems.Add(problem);
        _row.IsListing = ++_rejected < _maxProblems;
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
        var isListing = _repeatedIds - count < _maxProblems;
        for (var student = 0; student < repeated.Length; student++)
        {
            if (repeated[student])
            {
                problems.Add(isListing ? Repeated(batch, student) : RowProblem.Unlisted);
            }
        }

        batch.Remove(repeated);
        if (isListing)
        {
            problems.Sort(ByLine);
        }
    }

    private RowProblem Repeated(StudentBatch batch, int student) => new(batch.Line(student), _layout.IdName,
        CellText.Show(batch.Id(student)), _texts.RepeatedId(_seen!.FirstLine(batch.Id(student))));

    private async ValueTask SkipHeaderAsync(CancellationToken cancellationToken)
    {
        while (_layout.HeaderLine > 0 && await _records.ReadAsync(cancellationToken) && _records.Line < _layout.HeaderLine)
        {
            _odd.CountAbove(FileSample.CellsOf(_records));
        }

        _records.ColumnCount = _layout.NamedColumnCount;
    }

    private RowProblem Problem(string? column, string found, string expected) => new(_records.Line, column, found, expected);
}
