using System.Buffers;

namespace Antivirus.Model.Erasure;

/// <summary>Copies text without some of its lines; every other byte stays what it was.</summary>
/// <param name="rows">In the order of their lines.</param>
/// <param name="unitBytes">Bytes of one character: 2 in UTF-16.</param>
/// <param name="isBigEndian">Whether the first of two bytes is the high one.</param>
internal sealed class LineFilter(IReadOnlyList<StudentRow> rows, int unitBytes, bool isBigEndian)
{
    private const int BufferBytes = 128 * 1024;
    private readonly ArrayBufferWriter<byte> _kept = new(BufferBytes);
    private long _line = 1;
    private int _row;

    // The line has ended in a carriage return, whose line feed may be in the next buffer.
    private bool _afterReturn;

    public async Task CopyAsync(Stream text, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        int read;
        // A whole buffer but for the last one, so that no character is cut in two.
        while ((read = await text.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
        {
            Take(buffer.AsSpan(0, read));
            await output.WriteAsync(_kept.WrittenMemory, cancellationToken);
            _kept.ResetWrittenCount();
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        var start = 0;
        for (var at = 0; at < bytes.Length; at += unitBytes)
        {
            var character = CharacterAt(bytes, at);
            if (_afterReturn && character != '\n')
            {
                start = EndLine(bytes, start, at);
            }

            _afterReturn = character == '\r';
            if (character == '\n')
            {
                start = EndLine(bytes, start, at + unitBytes);
            }
        }

        Keep(bytes[start..]);
    }

    /// <summary>The line ends before this place, where the next one starts.</summary>
    private int EndLine(ReadOnlySpan<byte> bytes, int start, int end)
    {
        Keep(bytes[start..Math.Min(end, bytes.Length)]);
        _line++;
        return Math.Min(end, bytes.Length);
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        while (_row < rows.Count && rows[_row].LastLine < _line)
        {
            _row++;
        }

        if (_row == rows.Count || rows[_row].FirstLine > _line)
        {
            _kept.Write(part);
        }
    }

    private char CharacterAt(ReadOnlySpan<byte> bytes, int at) => unitBytes == 1 ? (char)bytes[at]
        : at + 1 >= bytes.Length ? '\0'
        : isBigEndian ? (char)((bytes[at] << 8) | bytes[at + 1]) : (char)((bytes[at + 1] << 8) | bytes[at]);
}
