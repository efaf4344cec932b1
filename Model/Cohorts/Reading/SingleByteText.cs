using System.Text;
using System.Text.Unicode;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>What the bytes of a text that is not UTF-8 may be.</summary>
internal enum SingleByteKind
{
    /// <summary>UTF-8, Windows-1252, or both by turns: each cell tells.</summary>
    Usual,
    MacRoman,
    Dos,

    /// <summary>Accents that no known encoding makes letters of.</summary>
    Unknown,
}

/// <summary>
/// Tells Mac Roman and the DOS page 850 from Windows-1252 by the letters of Spanish, Portuguese and English: only where each accent is one
/// of them in a single encoding, and cannot stand there in Windows-1252.
/// </summary>
internal static class SingleByteText
{
    private const int MaxElided = 2;
    private const string Letters = "áéíóúüñçãõâêôàÁÉÍÓÚÜÑÇÃÕÂÊÔÀ";
    private const string Marks = "ºª°¿¡«»“”‘’…–—•·\u00A0";

    /// <summary>What Windows-1252 may have between letters as well: Pérez–Gómez, Cisco®IOS.</summary>
    private const string Typography = "–—…•®™©°";

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
    private static readonly Encoding MacRoman = CodePagesEncodingProvider.Instance.GetEncoding(10000)!;
    private static readonly Encoding Dos = CodePagesEncodingProvider.Instance.GetEncoding(850)!;

    /// <param name="start">The file's first bytes.</param>
    public static SingleByteKind Find(ReadOnlySpan<byte> start)
    {
        if (!CellText.IsWindows1252(start) || HasUtf8Letter(start))
        {
            return SingleByteKind.Usual;
        }

        var text = Windows1252.GetString(start);
        if (!IsImplausible(text, allowed: ""))
        {
            return SingleByteKind.Usual;
        }

        var (mac, dos) = (MacRoman.GetString(start), Dos.GetString(start));
        var (isMac, isDos) = (IsCertain(mac), IsCertain(dos));
        var kind = isMac == isDos ? SingleByteKind.Unknown : isMac ? SingleByteKind.MacRoman : SingleByteKind.Dos;
        return IsImplausible(text, Typography) ? kind : OfTypography(kind, text, isMac ? mac : dos);
    }

    /// <summary>Where nothing but typography stands within words: it is that, unless it can be letters and others are there too.</summary>
    private static SingleByteKind OfTypography(SingleByteKind kind, string text, string decoded)
    {
        var places = Enumerable.Range(0, text.Length).Where(index => text[index] >= 0x80).ToList();
        if (kind == SingleByteKind.Unknown || places.Exists(index => IsTypography(text[index]) && IsInWord(text, index)
            && !char.IsAsciiLetterLower(text[index + 1])))
        {
            return SingleByteKind.Usual;
        }

        var hasOthers = places.Exists(index => !IsTypography(text[index]) && Letters.Contains(decoded[index], StringComparison.Ordinal));
        return hasOthers ? kind : SingleByteKind.Unknown;
    }

    private static bool IsTypography(char character) => Typography.Contains(character, StringComparison.Ordinal);

    /// <summary>The encoding that <see cref="Find"/> found; null where the cells tell or nobody knows.</summary>
    public static Encoding? EncodingOf(SingleByteKind kind) =>
        kind == SingleByteKind.MacRoman ? MacRoman : kind == SingleByteKind.Dos ? Dos : null;

    /// <summary>Whether every character beyond ASCII is a letter or a usual mark, and never a mark within a word.</summary>
    private static bool IsCertain(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var isKnown = text[index] < 0x80 || Letters.Contains(text[index], StringComparison.Ordinal)
                || (Marks.Contains(text[index], StringComparison.Ordinal) && !IsInWord(text, index));
            if (!isKnown)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a sign that is no letter stands within a word, as <c>C¢digo</c> and <c>Matr‡cula</c> have it; or a
    /// control.</summary>
    /// <param name="allowed">Signs that may stand there.</param>
    private static bool IsImplausible(string text, string allowed)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (character >= 0x80 && !allowed.Contains(character, StringComparison.Ordinal)
                && (char.IsControl(character) || (!char.IsLetter(character) && IsInWord(text, index)
                    && !IsApostrophe(text, index) && character is not ('´' or '·' or '\u00AD'))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>O’Brien, Dell’Angelo, student’s; not Ingenier’a.</summary>
    private static bool IsApostrophe(string text, int index)
    {
        var start = index;
        while (start > 0 && char.IsAsciiLetter(text[start - 1]))
        {
            start--;
        }

        var end = index + 1;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        return text[index] == '’' && (index - start <= MaxElided || char.IsAsciiLetterUpper(text[index + 1])
            || text[(index + 1)..end] is "s" or "t" or "d" or "m" or "re" or "ll" or "ve");
    }

    private static bool IsInWord(string text, int index) =>
        index > 0 && index + 1 < text.Length && char.IsAsciiLetter(text[index - 1]) && char.IsAsciiLetter(text[index + 1]);

    /// <summary>Whether a character of several bytes is there: then some lines of the file are UTF-8.</summary>
    private static bool HasUtf8Letter(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOfAnyExceptInRange((byte)0, (byte)0x7F); at >= 0; at = text.IndexOfAnyExceptInRange((byte)0, (byte)0x7F))
        {
            text = text[at..];
            if (text.Length > 1 && text[0] is >= 0xC3 and <= 0xC5 && Utf8.IsValid(text[..2]))
            {
                return true;
            }

            text = text[1..];
        }

        return false;
    }
}
