using System.IO.Compression;
using System.Text;
using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Erasure;

/// <summary>
/// Writes a file anew without some of its rows. Of text every other byte stays what it was, compressed again where it was compressed;
/// of a workbook every other row, unless the student may stand elsewhere in it: then it is made anew of the values of its one sheet.
/// </summary>
public static class RowEraser
{
    private const int StartBytes = 64 * 1024;

    /// <param name="file">The file as it is stored.</param>
    /// <param name="output">Stays open.</param>
    /// <param name="reading">What was decided when the file was read; only a workbook's is needed.</param>
    /// <param name="found">The rows to leave out, in the order of their lines.</param>
    /// <returns>Whether it is a workbook that was made anew.</returns>
    public static async Task<bool> WriteAsync(Stream file, Stream output, ReadingSummary? reading, StudentRowSet found,
        CancellationToken cancellationToken)
    {
        var start = await ReadStartAsync(file, cancellationToken);
        var whole = new PrefixedStream(start, file);
        if (FileSignature.IsZip(start.Span))
        {
            return await WorkbookEraser.WriteAsync(whole, output, reading ?? new ReadingSummary(), found, cancellationToken);
        }

        if (FileSignature.IsGzip(start.Span))
        {
            await using var unpacked = new GZipStream(whole, CompressionMode.Decompress);
            await using var packed = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
            return await WriteAsync(unpacked, packed, reading, found, cancellationToken);
        }

        await WriteTextAsync(whole, output, found.Rows, cancellationToken);
        return false;
    }

    private static async Task WriteTextAsync(Stream text, Stream output, IReadOnlyList<StudentRow> rows,
        CancellationToken cancellationToken)
    {
        var start = await ReadStartAsync(text, cancellationToken);
        var utf16 = Utf16Text.Find(start.Span, out var markLength);
        var mark = utf16 is not null ? markLength : start.Span.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;

        // The mark says how all lines are to be read: it stays, also when the first line goes.
        await output.WriteAsync(start[..mark], cancellationToken);
        var filter = new LineFilter(rows, utf16 is null ? 1 : 2, utf16?.CodePage == Encoding.BigEndianUnicode.CodePage);
        await filter.CopyAsync(new PrefixedStream(start[mark..], text), output, cancellationToken);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadStartAsync(Stream stream, CancellationToken cancellationToken)
    {
        var start = new byte[StartBytes];
        var read = await stream.ReadAtLeastAsync(start, StartBytes, throwOnEndOfStream: false, cancellationToken);
        return start.AsMemory(0, read);
    }
}
