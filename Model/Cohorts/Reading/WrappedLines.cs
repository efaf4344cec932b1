namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Takes the quotes off lines that are one quoted cell each, as Excel writes a CSV that it opened in a single column:
/// <c>"E1,""Calle 1, 2"",17"</c> is <c>E1,"Calle 1, 2",17</c>.
/// </summary>
internal sealed class WrappedLines(Stream source) : ForwardStream
{
    private const int MaxLines = 20;
    private const int MinLines = 2;
    private readonly byte[] _read = new byte[64 * 1024];
    private readonly List<byte> _line = [];
    private readonly MemoryStream _ready = new();
    private bool _ended;

    /// <summary>Whether the first lines are such cells, all but titles above them and lines that no separator splits.</summary>
    public static bool Match(ReadOnlySpan<byte> start)
    {
        var (wrapped, lines) = (0, 0);
        while (lines < MaxLines && !start.IsEmpty)
        {
            var end = start.IndexOfAny((byte)'\n', (byte)'\r');
            var line = end < 0 ? start : start[..end];
            start = end < 0 ? [] : start[(end + 1)..];
            if (line.IndexOfAny((byte)',', (byte)';') < 0 && line.IndexOfAny((byte)'\t', (byte)'|') < 0)
            {
                continue;
            }

            // Titles above may be padded with separators, and the last line may be cut off.
            var isWrapped = !Inner(line).IsEmpty;
            if (!isWrapped && wrapped > 0 && end >= 0)
            {
                return false;
            }

            wrapped += isWrapped ? 1 : 0;
            lines++;
        }

        return wrapped >= MinLines;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_ready.Position == _ready.Length && !_ended)
        {
            _ready.SetLength(0);
            var read = await source.ReadAsync(_read, cancellationToken);
            _ended = read == 0;
            Take(_read.AsSpan(0, read));
            _ready.Position = 0;
        }

        return _ready.Read(buffer.Span);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            _line.AddRange(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
            {
                return;
            }

            WriteLine();
            _ready.WriteByte(bytes[end]);
            bytes = bytes[(end + 1)..];
        }

        if (_ended)
        {
            WriteLine();
        }
    }

    private void WriteLine()
    {
        var line = _line.ToArray();
        _line.Clear();
        var inner = Inner(line);
        if (inner.IsEmpty)
        {
            _ready.Write(line);
            return;
        }

        for (var quote = inner.IndexOf((byte)'"'); quote >= 0; quote = inner.IndexOf((byte)'"'))
        {
            _ready.Write(inner[..(quote + 1)]);
            inner = inner[(quote + 2)..];
        }

        _ready.Write(inner);
    }

    /// <summary>The text of the one quoted cell that the line is, quotes in it still doubled; empty when it is not one.</summary>
    private static ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> line)
    {
        var cell = line.TrimStart("\uFEFF"u8).TrimEnd(" ,;\t|"u8);
        if (cell.Length < 3 || cell[0] != '"' || cell[^1] != '"')
        {
            return [];
        }

        var inner = cell[1..^1];
        for (var rest = inner; rest.IndexOf((byte)'"') is >= 0 and var quote; rest = rest[(quote + 2)..])
        {
            if (quote + 1 >= rest.Length || rest[quote + 1] != '"')
            {
                return [];
            }
        }

        return inner;
    }
}
