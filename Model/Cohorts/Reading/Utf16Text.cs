using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Tells text in UTF-16, as Excel saves "Unicode text", from text in UTF-8 and from other files.</summary>
internal static class Utf16Text
{
    private const int SniffedBytes = 4096;

    /// <summary>UTF-16 by its mark, or by the zero in every other byte that Latin letters have there.</summary>
    public static UnicodeEncoding? Find(ReadOnlySpan<byte> start, out int markLength)
    {
        markLength = start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? 2 : 0;
        var sniffed = start[..Math.Min(start.Length & ~1, SniffedBytes)];
        var (even, odd) = (0, 0);
        for (var index = 0; markLength == 0 && index < sniffed.Length; index += 2)
        {
            even += sniffed[index] == 0 ? 1 : 0;
            odd += sniffed[index + 1] == 0 ? 1 : 0;
        }

        var pairs = sniffed.Length / 2;
        return start switch
        {
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            _ when pairs > 1 && odd * 2 > pairs && even * 20 < pairs => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            _ when pairs > 1 && even * 2 > pairs && odd * 20 < pairs => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            _ => null,
        };
    }
}
