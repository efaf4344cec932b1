using System.Buffers;
using System.Text;

namespace Antivirus.Model.Reports;

/// <summary>Writes a stored report as the CSV that a spreadsheet in Spanish opens by a double click: byte order mark, <c>;</c>, decimal
/// commas.</summary>
public static class SpreadsheetCsv
{
    private const int FlushBytes = 64 * 1024;
    private static readonly SearchValues<char> Quoted = SearchValues.Create(";\t\"\r\n");

    /// <param name="report">The stored report, or its list of rejected rows; it stays open, as the output does.</param>
    public static async Task WriteAsync(Stream report, Stream output, CancellationToken cancellationToken)
    {
        await using var table = await ReportTable.OpenAsync(report, cancellationToken);
        var buffer = new ArrayBufferWriter<byte>(FlushBytes * 2);
        buffer.Write(Encoding.UTF8.Preamble);
        WriteRow(buffer, table.Header.Count, column => table.Header[column]);
        while (await table.ReadAsync(cancellationToken))
        {
            WriteRow(buffer, table.Header.Count, column => table.IsScore(column) ? table.Text(column)
                .Replace('.', ',') : table.Text(column));
            if (buffer.WrittenCount > FlushBytes)
            {
                await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
                buffer.ResetWrittenCount();
            }
        }

        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    private static void WriteRow(ArrayBufferWriter<byte> buffer, int columns, Func<int, string> cell)
    {
        for (var column = 0; column < columns; column++)
        {
            buffer.Write(column == 0 ? [] : ";"u8);
            WriteCell(buffer, cell(column));
        }

        buffer.Write("\r\n"u8);
    }

    private static void WriteCell(ArrayBufferWriter<byte> buffer, string cell)
    {
        var text = cell.AsSpan().ContainsAny(Quoted) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
        Encoding.UTF8.GetBytes(text, buffer);
    }
}
