using System.Buffers;

namespace Antivirus.Model.Reports;

/// <summary>
/// Writes CSV cells that no spreadsheet takes apart or runs: quoted wherever a separator of any country stands in them,
/// and defused where a spreadsheet would see a formula (OWASP, CSV injection).
/// </summary>
internal static class CsvText
{
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789.,"u8);
    private static readonly SearchValues<byte> Separators = SearchValues.Create(",;\t\r\n"u8);

    /// <summary>
    /// A cell from a file that is not ours: <c>=1+1</c> becomes <c>'=1+1</c>, numbers excepted. Where Excel splits at <c>;</c>
    /// it does not heed our quotes, and <c>x;=1+1</c> is two cells: each part is defused.
    /// </summary>
    public static void WriteDefused(IBufferWriter<byte> output, ReadOnlySpan<byte> cell)
    {
        // Nearly every cell is written as it is, without a copy.
        if (!HoldsFormula(cell))
        {
            WriteQuoted(output, cell, IsPlain(cell));
            return;
        }

        var defused = new ArrayBufferWriter<byte>(cell.Length + 8);
        for (var rest = cell; !rest.IsEmpty;)
        {
            var part = FirstPart(rest, out var length);
            if (IsFormula(part))
            {
                defused.Write("'"u8);
            }

            defused.Write(rest[..length]);
            rest = rest[length..];
        }

        WriteQuoted(output, defused.WrittenSpan, IsPlain(defused.WrittenSpan));
    }

    private static bool HoldsFormula(ReadOnlySpan<byte> cell)
    {
        for (var rest = cell; !rest.IsEmpty;)
        {
            if (IsFormula(FirstPart(rest, out var length)))
            {
                return true;
            }

            rest = rest[length..];
        }

        return false;
    }

    /// <summary>What stands before the first separator; a separator alone is a part.</summary>
    /// <param name="length">Of the part and its separator.</param>
    private static ReadOnlySpan<byte> FirstPart(ReadOnlySpan<byte> cell, out int length)
    {
        var end = cell.IndexOfAny(Separators);
        length = end < 0 ? cell.Length : end + 1;
        return end < 0 ? cell : cell[..Math.Max(end, 1)];
    }

    /// <summary>A cell as it is, quoted only where RFC 4180 needs it: the bytes of the original system.</summary>
    public static void WriteOriginal(IBufferWriter<byte> output, ReadOnlySpan<byte> cell) =>
        WriteQuoted(output, cell, IsPlainOriginal(cell));

    /// <summary>Whether a cell needs no quotes in any country.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> cell) =>
        (cell.IndexOfAnyInRange((byte)'\t', (byte)',') < 0 && cell.IndexOf((byte)';') < 0)
            || (cell.IndexOfAny(Separators) < 0 && cell.IndexOf((byte)'"') < 0);

    /// <summary>Whether a cell needs no quotes by RFC 4180. Most are told by one search, for the range from line feed to comma; a search
    /// for four values is compiled at each start.</summary>
    public static bool IsPlainOriginal(ReadOnlySpan<byte> cell) =>
        cell.IndexOfAnyInRange((byte)'\n', (byte)',') < 0
        || (cell.IndexOfAny((byte)'"', (byte)',') < 0 && cell.IndexOfAny((byte)'\r', (byte)'\n') < 0);

    /// <summary>Whether a spreadsheet would run it, with its full-width signs too.</summary>
    public static bool IsFormula(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty)
        {
            return false;
        }

        if (cell[0] is (byte)'\t' or (byte)'\r')
        {
            return true;
        }

        cell = cell.TrimStart((byte)' ');
        return cell switch
        {
            [(byte)'=' or (byte)'@', ..] => true,
            [(byte)'-' or (byte)'+'] => true,
            [(byte)'-' or (byte)'+', .. var number] => number.IndexOfAnyExcept(NumberBytes) >= 0,
            [0xEF, 0xBC, 0x9D or 0x8B or 0x8D or 0xA0, ..] => true,
            _ => false,
        };
    }

    private static void WriteQuoted(IBufferWriter<byte> output, ReadOnlySpan<byte> cell, bool isPlain)
    {
        if (isPlain)
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
}
