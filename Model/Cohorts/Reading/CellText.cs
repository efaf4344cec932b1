using System.Text;
using System.Text.Unicode;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Text of a cell: UTF-8, or Windows-1252 where the bytes are no UTF-8.</summary>
internal static class CellText
{
    private const int MaxShownLength = 80;
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The cell as text, whole.</summary>
    public static string Decode(ReadOnlySpan<byte> cell) =>
        Utf8.IsValid(cell) ? Encoding.UTF8.GetString(cell) : Windows1252.GetString(cell);

    /// <summary>The cell as UTF-8: itself where it is that already.</summary>
    public static ReadOnlySpan<byte> ToUtf8(ReadOnlySpan<byte> cell) =>
        Utf8.IsValid(cell) ? cell : Encoding.UTF8.GetBytes(Windows1252.GetString(cell));

    /// <summary>The cell for a list of rejected rows: cut, and without control characters.</summary>
    public static string Show(ReadOnlySpan<byte> cell)
    {
        var text = Decode(cell.Length > MaxShownLength * 4 ? cell[..(MaxShownLength * 4)] : cell);
        var visible = new string([.. text.Select(character => char.IsControl(character) ? '\uFFFD' : character)]);
        return visible.Length > MaxShownLength ? visible[..MaxShownLength] + "…" : visible;
    }

    /// <summary>A name or word as it is compared: trimmed, lower case, UTF-8.</summary>
    public static byte[] Fold(string text) => Encoding.UTF8.GetBytes(text.Trim().ToLowerInvariant());

    /// <summary>Whether a trimmed cell is a folded word, whatever its case.</summary>
    public static bool EqualsFolded(ReadOnlySpan<byte> cell, ReadOnlySpan<byte> folded) =>
        Ascii.IsValid(cell) ? Ascii.EqualsIgnoreCase(cell, folded) : Fold(Decode(cell)).AsSpan().SequenceEqual(folded);
}
