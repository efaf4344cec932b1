using System.Buffers;

namespace Antivirus.Model.Reports;

/// <summary>Writes CSV cells: quoted only where RFC 4180 needs it, and defused where a spreadsheet would run them.</summary>
internal static class CsvText
{
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789.,"u8);

    /// <summary>A cell from a file that is not ours: <c>=1+1</c> becomes <c>'=1+1</c>, numbers excepted (OWASP, CSV injection).</summary>
    public static void WriteDefused(IBufferWriter<byte> output, ReadOnlySpan<byte> cell)
    {
        if (IsFormula(cell))
        {
            Span<byte> defused = cell.Length < 512 ? stackalloc byte[cell.Length + 1] : new byte[cell.Length + 1];
            defused[0] = (byte)'\'';
            cell.CopyTo(defused[1..]);
            Write(output, defused);
            return;
        }

        Write(output, cell);
    }

    /// <summary>A cell as it is.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> cell)
    {
        if (IsPlain(cell))
        {
            output.Write(cell);
            return;
        }

        output.Write("\""u8);
        for (var quote = cell.IndexOf((byte)'"'); quote >= 0; quote = cell.IndexOf((byte)'"'))
        {
            output.Write(cell[..(quote + 1)]);
            output.Write("\""u8);
            cell = cell[(quote + 1)..];
        }

        output.Write(cell);
        output.Write("\""u8);
    }

    /// <summary>Whether a cell needs no quotes. Most are told by one search, for the range from line feed to comma; a search for four values is compiled at each start.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> cell) =>
        cell.IndexOfAnyInRange((byte)'\n', (byte)',') < 0
        || (cell.IndexOfAny((byte)'"', (byte)',') < 0 && cell.IndexOfAny((byte)'\r', (byte)'\n') < 0);

    /// <summary>Whether a spreadsheet would run it.</summary>
    public static bool IsFormula(ReadOnlySpan<byte> cell) =>
        !cell.IsEmpty
        && cell[0] is (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r'
        && !(cell[0] is (byte)'-' or (byte)'+' && cell.Length > 1 && cell[1..].IndexOfAnyExcept(NumberBytes) < 0);
}
