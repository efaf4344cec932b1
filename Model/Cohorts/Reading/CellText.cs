using System.Text;
using System.Text.Unicode;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Text of a cell: UTF-8, or Windows-1252 where the bytes are not UTF-8.</summary>
internal static class CellText
{
    private const int MaxShownLength = 80;

    // First byte of À to ÿ in UTF-8.
    private const byte AccentedLetter = 0xC3;
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The cell as text, whole.</summary>
    public static string Decode(ReadOnlySpan<byte> cell) =>
        Utf8.IsValid(cell) ? Encoding.UTF8.GetString(cell) : Windows1252.GetString(cell);

    /// <summary>Whether the bytes are Windows-1252 rather than UTF-8. The last character may be cut off.</summary>
    public static bool IsWindows1252(ReadOnlySpan<byte> start)
    {
        for (var cut = 0; cut <= Math.Min(3, start.Length); cut++)
        {
            if (Utf8.IsValid(start[..^cut]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The cell for a list of rejected rows: cut, and without control characters.</summary>
    public static string Show(ReadOnlySpan<byte> cell) =>
        Shorten(Decode(cell.Length > MaxShownLength * 4 ? cell[..(MaxShownLength * 4)] : cell));

    /// <inheritdoc cref="Show"/>
    public static string Shorten(string text)
    {
        var visible = new string([.. text.Take(MaxShownLength + 1).Select(character => char.IsControl(character) ? '\uFFFD' : character)]);
        return visible.Length > MaxShownLength ? visible[..MaxShownLength] + "…" : visible;
    }

    /// <summary>A name or word as it is compared: trimmed, lower case, UTF-8.</summary>
    public static byte[] Fold(string text) => Encoding.UTF8.GetBytes(Clean(text).ToLowerInvariant());

    /// <summary>Whether a trimmed cell is a folded word, whatever its case.</summary>
    public static bool EqualsFolded(ReadOnlySpan<byte> cell, ReadOnlySpan<byte> folded) =>
        Ascii.IsValid(cell) ? Ascii.EqualsIgnoreCase(cell, folded) : Fold(Decode(cell)).AsSpan().SequenceEqual(folded);

    /// <summary>The text without blanks of any kind around it, invisible marks and the disguise of a spreadsheet: <c>="00012"</c> and
    /// <c>'00012</c> are 00012; nor the quotes of SQL.</summary>
    public static string Clean(string text)
    {
        var composed = TextFold.Compose(text).Trim();
        return composed switch
        {
            ['=', '"', .. var inner, '"'] when !inner.Contains('"', StringComparison.Ordinal) => inner.Trim(),
            ['"', .. var inner, '"'] when !inner.Contains('"', StringComparison.Ordinal) => inner.Trim(),
            ['\'', .. var inner, '\''] when !inner.Contains('\'', StringComparison.Ordinal) => inner.Trim(),
            ['“', .. var inner, '”'] when !inner.Contains('“', StringComparison.Ordinal) => inner.Trim(),
            ['\'', >= '0' and <= '9', ..] => composed[1..],
            _ => composed,
        };
    }

    /// <summary>Whether nothing is there, or what DOS ends a file with and databases fill it up with.</summary>
    public static bool IsBlank(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character) && !TextFold.IsInvisible(character) && character is not ('\u001A' or '\0'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The cell without spaces and tabs around it; where other marks stand there, cleaned text.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell)
    {
        cell = cell.Trim(" \t"u8);
        var isPlain = cell.IsEmpty || ((IsPlainEnd(cell[0]) || cell[0] == AccentedLetter)
            && (IsPlainEnd(cell[^1]) || (cell.Length > 1 && cell[^2] == AccentedLetter)));
        return isPlain ? cell : Encoding.UTF8.GetBytes(Clean(Decode(cell)));
    }

    private static bool IsPlainEnd(byte value) => value is > (byte)' ' and < 0x80 and not (byte)'"' and not (byte)'=' and not (byte)'\'';
}
