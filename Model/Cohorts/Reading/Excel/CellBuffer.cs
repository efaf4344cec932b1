using System.Globalization;
using System.Text;

namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>Collects text as UTF-8 and is used again for the next one.</summary>
internal sealed class CellBuffer
{
    private const int EscapeLength = 7;
    private byte[] _bytes = new byte[1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
    }

    public void Append(ReadOnlySpan<char> text) => Length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    /// <summary>Appends text in which a spreadsheet wrote some characters as <c>_xHHHH_</c>.</summary>
    public void AppendEscaped(ReadOnlySpan<char> text)
    {
        int at;
        while ((at = text.IndexOf("_x", StringComparison.Ordinal)) >= 0)
        {
            var isEscape = text.Length - at >= EscapeLength
                && text[at + EscapeLength - 1] == '_'
                && ushort.TryParse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
            Append(text[..at]);
            if (isEscape)
            {
                var code = ushort.Parse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                Append([(char)code]);
                text = text[(at + EscapeLength)..];
            }
            else
            {
                Append("_x"u8);
                text = text[(at + 2)..];
            }
        }

        Append(text);
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - Length < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
        }

        return _bytes.AsSpan(Length);
    }
}
