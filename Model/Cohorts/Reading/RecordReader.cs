using System.Runtime.CompilerServices;
using CsvHelper;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Reads records line by line, so that one quote that is never closed cannot swallow the lines after it. A line whose quote stays open is
/// joined
/// with the lines that close it when they make one record; when they do not, it is returned alone and the others are read as the records
/// they are.
/// </summary>
internal sealed class RecordReader : IAsyncDisposable
{
    private const int MaxJoinedLines = 64;

    // Fewer, larger reads: each of them may change threads.
    private const int BufferBytes = 256 * 1024;

    private readonly CsvReader _lines;
    private readonly CsvReaderOptions _options;
    private readonly QuoteWatch _watch = new();
    private readonly QuoteWatch _joinedWatch = new();
    private readonly Queue<RawLine> _waiting = new();
    private CsvReader? _joined;
    private long _joinedLine;

    /// <summary>Reads a file from its start.</summary>
    public RecordReader(Stream text, char separator, bool trim)
    {
        _options = OptionsFor(separator, trim);
        _lines = CsvReader.Create(text, _options with { OnMalformedRecord = _watch.Take });
    }

    /// <summary>Reads text that is in memory.</summary>
    public RecordReader(ReadOnlyMemory<byte> text, char separator, bool trim)
    {
        _options = OptionsFor(separator, trim);
        _lines = CsvReader.Create(text, _options with { OnMalformedRecord = _watch.Take });
    }

    /// <summary>Columns of a whole record; 0 while that is not known. A line that has as many and whole quotes is never a part of another
    /// record.</summary>
    public int ColumnCount { get; set; }

    /// <summary>The record that was read last.</summary>
    public CsvReader Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _joined ?? _lines;
    }

    /// <summary>1-based line of the file where the record starts.</summary>
    public long Line
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _joined is null ? _lines.LineNumber : _joinedLine;
    }

    /// <summary>Whether the record has a quote that no line closes.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether it is open, or text follows a closed quote in one of its cells: <c>"EST1"x</c>.</summary>
    public bool HasOddQuotes { get; private set; }

    /// <summary>Moves to the next record; false at the end. Completes at once while the parser has records in its buffer.</summary>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_joined is not null || HasOddQuotes || _waiting.Count > 0)
        {
            return ReadAfterOddAsync(cancellationToken);
        }

        var read = _lines.ReadAsync(cancellationToken);
        if (!read.IsCompletedSuccessfully)
        {
            return ReadLaterAsync(read, cancellationToken);
        }

        var isRead = read.Result;
        return isRead && _watch.IsOdd ? TakeOddAsync(cancellationToken) : ValueTask.FromResult(isRead);
    }

    private ValueTask<bool> TakeOddAsync(CancellationToken cancellationToken)
    {
        if (_watch.IsOpen)
        {
            return TakeAsync(TakeLine(), cancellationToken);
        }

        _watch.Clear();
        HasOddQuotes = true;
        return ValueTask.FromResult(true);
    }

    public async ValueTask DisposeAsync()
    {
        _joined?.Dispose();
        await _lines.DisposeAsync();
    }

    private static CsvReaderOptions OptionsFor(char separator, bool trim) => new()
    {
        Separator = separator,
        BufferSize = BufferBytes,
        HasHeader = false,
        AllowLineBreaksInQuotes = false,
        SkipEmptyLines = false,
        TrimWhitespace = trim,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
        DetectSeparatorHint = false,
    };

    private ValueTask<bool> ReadAfterOddAsync(CancellationToken cancellationToken)
    {
        _joined?.Dispose();
        _joined = null;
        (IsOpen, HasOddQuotes) = (false, false);
        return _waiting.Count > 0 ? TakeAsync(_waiting.Dequeue(), cancellationToken) : ReadAsync(cancellationToken);
    }

    private async ValueTask<bool> ReadLaterAsync(ValueTask<bool> read, CancellationToken cancellationToken)
    {
        if (!await read)
        {
            return false;
        }

        return !_watch.IsOdd || await TakeOddAsync(cancellationToken);
    }

    /// <summary>Makes a line the current record, with the lines after it when its quote is closed there.</summary>
    private async ValueTask<bool> TakeAsync(RawLine first, CancellationToken cancellationToken)
    {
        (IsOpen, _joinedLine) = (first.IsSuspect, first.Number);
        if (!first.IsOpen)
        {
            _joined = Parse(first.Bytes);
            HasOddQuotes = IsOpen || _joinedWatch.HasTextAfterQuote;
            return true;
        }

        var looked = new List<RawLine>();
        var text = new List<byte>(first.Bytes);
        while (looked.Count < MaxJoinedLines && text.Count < LineGuard.MaxLineBytes
            && await NextLineAsync(looked, cancellationToken) is { } next && !IsRecord(next))
        {
            text.Add((byte)'\n');
            text.AddRange(next.Bytes);
            if (next.QuoteCount % 2 == 1)
            {
                return TakeJoined(first, [.. text], looked);
            }
        }

        return TakeAlone(first, looked);
    }

    /// <summary>The quote is closed here: the record is good, or its first line was never meant to go on.</summary>
    private bool TakeJoined(RawLine first, byte[] text, List<RawLine> looked)
    {
        _joined = Parse(text);
        if (!_joinedWatch.IsMalformed && (ColumnCount == 0 || _joined.FieldCount >= ColumnCount))
        {
            return true;
        }

        return TakeAlone(first, looked);
    }

    private bool TakeAlone(RawLine first, List<RawLine> looked)
    {
        var later = _waiting.ToArray();
        _waiting.Clear();
        foreach (var line in looked)
        {
            // What closes a quote that it did not open is the end of some record, and would be read as a student of another id.
            _waiting.Enqueue(line with { IsSuspect = line is { IsOpen: false, QuoteCount: var quotes } && quotes % 2 == 1 });
        }

        foreach (var line in later)
        {
            _waiting.Enqueue(line);
        }

        _joined?.Dispose();
        _joined = Parse(first.Bytes);
        (IsOpen, HasOddQuotes) = (true, true);
        return true;
    }

    /// <summary>Whether the line is a record of its own: as many cells as one has, and no quote that comes from elsewhere.</summary>
    private bool IsRecord(RawLine line) => ColumnCount > 0 && !line.IsOpen && line.FieldCount >= ColumnCount && line.QuoteCount % 2 == 0;

    private async ValueTask<RawLine?> NextLineAsync(List<RawLine> looked, CancellationToken cancellationToken)
    {
        RawLine? next = _waiting.Count > 0 ? _waiting.Dequeue() : await _lines.ReadAsync(cancellationToken) ? TakeLine() : null;
        if (next is { } line)
        {
            looked.Add(line);
        }

        return next;
    }

    private RawLine TakeLine()
    {
        var isOpen = _watch.IsOpen;
        _watch.Clear();
        var bytes = _lines.RawRecord.ToArray();
        return new RawLine(_lines.LineNumber, bytes, isOpen, _lines.FieldCount, bytes.AsSpan().Count((byte)'"'));
    }

    private CsvReader Parse(byte[] record)
    {
        _joinedWatch.Clear();
        var reader = CsvReader.Create(record.AsMemory(),
            _options with { AllowLineBreaksInQuotes = true, OnMalformedRecord = _joinedWatch.Take });
        reader.Read();
        return reader;
    }

    /// <summary>A line that was read ahead.</summary>
    private sealed record RawLine(long Number, byte[] Bytes, bool IsOpen, int FieldCount, int QuoteCount, bool IsSuspect = false);
}
