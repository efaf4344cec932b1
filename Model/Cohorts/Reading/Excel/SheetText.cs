using System.Buffers;

namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>
/// A sheet as CSV text: UTF-8, commas, <c>\n</c>. Line n is row n of the sheet: empty rows are empty lines, and a line break in a cell
/// is a space. Each row is as wide as the widest of the first ones, or wider where it has a filled cell further right.
/// </summary>
internal sealed class SheetText(SheetReader sheet) : ForwardStream
{
    private const int FirstRows = 20;
    private const int FillBytes = 64 * 1024;
    private static readonly SearchValues<byte> Separators = SearchValues.Create(",;\t|\"\r\n"u8);
    private readonly CellBuffer _text = new();
    private readonly SheetRow _row = new();
    private int _taken;
    private int _width = -1;
    private int _line;
    private bool _isOver;

    /// <inheritdoc cref="SheetReader.HiddenRows"/>
    public int HiddenRows => sheet.HiddenRows;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count), CancellationToken.None);

    public override int Read(Span<byte> buffer) => Read(buffer, CancellationToken.None);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span, cancellationToken));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            sheet.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Read(Span<byte> buffer, CancellationToken cancellationToken)
    {
        if (_taken == _text.Length)
        {
            Fill(cancellationToken);
        }

        var taken = Math.Min(buffer.Length, _text.Length - _taken);
        _text.Bytes.Slice(_taken, taken).CopyTo(buffer);
        _taken += taken;
        return taken;
    }

    private void Fill(CancellationToken cancellationToken)
    {
        _text.Clear();
        _taken = 0;
        if (_width < 0)
        {
            FillFirst();
        }

        while (_text.Length < FillBytes && ReadRow())
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteRow(_row);
        }
    }

    private void FillFirst()
    {
        var rows = new List<SheetRow>();
        while (rows.Count < FirstRows && !_isOver)
        {
            var row = new SheetRow();
            _isOver = !sheet.Read(row);
            if (!_isOver)
            {
                rows.Add(row);
            }
        }

        _width = rows.Select(row => row.Width).DefaultIfEmpty().Max();
        rows.ForEach(WriteRow);
    }

    private bool ReadRow()
    {
        _isOver = _isOver || !sheet.Read(_row);
        return !_isOver;
    }

    private void WriteRow(SheetRow row)
    {
        for (_line++; _line < row.Number; _line++)
        {
            _text.Append("\n"u8);
        }

        var column = 1;
        foreach (var cell in row.Cells)
        {
            for (; column < cell.Column; column++)
            {
                _text.Append(","u8);
            }

            WriteCell(row.TextOf(cell));
        }

        for (; column < _width; column++)
        {
            _text.Append(","u8);
        }

        _text.Append("\n"u8);
    }

    /// <summary>Quotes whatever one of the separators that a reader may try would split.</summary>
    private void WriteCell(ReadOnlySpan<byte> cell)
    {
        if (cell.IndexOfAny(Separators) < 0)
        {
            _text.Append(cell);
            return;
        }

        _text.Append("\""u8);
        int at;
        while ((at = cell.IndexOfAny("\"\r\n"u8)) >= 0)
        {
            _text.Append(cell[..at]);
            _text.Append(cell[at] == '"' ? "\"\""u8 : " "u8);
            cell = cell[(at + (cell[at..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }

        _text.Append(cell);
        _text.Append("\""u8);
    }
}
