using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Words whose accents an export damaged: read where the damage can be undone for certain (<c>IngenierÃ­a</c>,
/// <c>Ingenier&amp;iacute;a</c>),
/// and known where the accent is lost (<c>Ingenier?a</c>).
/// </summary>
internal static partial class DamagedText
{
    private const int MaxLostLength = 3;
    private const string LostSigns = "?_ '*#|\"^~`";

    // Accents beside their letter: Ingenieri´a.
    private static readonly char[] LooseAccents = ['´', '`', '\'', '~', '^', '¨'];
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The text before it was written as UTF-8 twice, or as a web page writes letters; null where neither shows.</summary>
    /// <param name="text">Cleaned: without invisible marks, of which í has one when it is damaged so.</param>
    public static string? Undo(string text)
    {
        var undone = text.IndexOfAny(['Ã', 'Â']) >= 0 ? FromTwice(text)
            : text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(text)
            : text.Contains('\\', StringComparison.Ordinal) ? Escape().Replace(text, FromHex)
            : text.Contains('+', StringComparison.Ordinal) ? Utf7().Replace(text, FromUtf7)
            : text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text)
            : QuotedPrintable().IsMatch(text) ? Uri.UnescapeDataString(text.Replace('=', '%'))
            : Array.Exists(LooseAccents, accent => text.Contains(accent, StringComparison.Ordinal))
                ? string.Concat(text.Where(letter => !LooseAccents.Contains(letter)))
            : IdMarks.ToAscii(text).TrimEnd('.', ',', ';', ':', ' ');
        return undone == text ? null : undone;
    }

    /// <summary>The one word of a feature that a text is but for lost accents; null where none or several could be meant.</summary>
    public static string? FindWord(Feature feature, string text)
    {
        if (text.Length is 0 or > 200 || text.All(char.IsAsciiLetterOrDigit))
        {
            return null;
        }

        var found = feature.Words
            .SelectMany(word => ((string?[])[word.Word, word.LabelEs, word.LabelEn]).OfType<string>().Select(known => (known, word.Code)))
            .Where(word => IsWithoutAccents(text, word.known))
            .DistinctBy(word => word.Code)
            .Take(2)
            .ToList();
        return found.Count == 1 ? found[0].known : null;
    }

    /// <summary>Whether an export put its sign for unknown letters into the text.</summary>
    public static bool HasLostLetter(string text) => text.Contains('\uFFFD', StringComparison.Ordinal);

    private static string FromTwice(string text)
    {
        var undone = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var next = text[index] is 'Ã' or 'Â' ? ByteOf(text, index + 1) : null;
            if (next is { } value)
            {
                undone.Append((char)(text[index] == 'Ã' ? value + 0x40 : value));
                index++;
                continue;
            }

            // The second half of í is a soft hyphen, which nobody sees and cleaning takes away.
            undone.Append(text[index] == 'Ã' ? 'í' : text[index]);
        }

        return undone.ToString();
    }

    /// <summary>The character's byte where it can be the second one of a letter in UTF-8.</summary>
    private static byte? ByteOf(string text, int index)
    {
        if (index >= text.Length)
        {
            return null;
        }

        var value = text[index] <= 'ÿ' ? (byte)text[index] : Windows1252.GetBytes([text[index]])[0];
        return value is >= 0x80 and < 0xC0 ? value : null;
    }

    private static string FromHex(Match escape) => ((char)int.Parse(escape.Groups[1].ValueSpan, NumberStyles.HexNumber, null)).ToString();

    /// <summary><c>+AO0-</c>, as UTF-7 writes í: UTF-16 in base 64.</summary>
    private static string FromUtf7(Match part)
    {
        var digits = part.Groups[1].Value;
        var bytes = new byte[digits.Length];
        return Convert.TryFromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '='), bytes, out var length)
            && length % 2 == 0 && Encoding.BigEndianUnicode.GetString(bytes, 0, length) is var letters && letters.All(char.IsLetter)
            ? letters
            : part.Value;
    }

    /// <summary>Whether the text is the word with signs in place of at least one accented letter.</summary>
    private static bool IsWithoutAccents(string text, string word)
    {
        var accents = word.Count(letter => letter >= 0x80);
        return accents > 0 && text.Length >= word.Length && text.Length <= word.Length + (accents * (MaxLostLength - 1))
            && Matches(text, word, hasLost: false);
    }

    private static bool Matches(ReadOnlySpan<char> text, ReadOnlySpan<char> word, bool hasLost)
    {
        while (!word.IsEmpty && !text.IsEmpty && char.ToLowerInvariant(text[0]) == char.ToLowerInvariant(word[0]))
        {
            text = text[1..];
            word = word[1..];
        }

        if (word.IsEmpty)
        {
            return text.IsEmpty && hasLost;
        }

        for (var lost = 1; word[0] >= 0x80 && lost <= Math.Min(MaxLostLength, text.Length)
            && IsLost(text[lost - 1]); lost++)
        {
            if (Matches(text[lost..], word[1..], hasLost: true))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLost(char sign) => sign >= 0x80 || LostSigns.Contains(sign, StringComparison.Ordinal);

    [GeneratedRegex("\\+([A-Za-z0-9+/]{3,})-?")]
    private static partial Regex Utf7();

    [GeneratedRegex("=[0-9A-F]{2}")]
    private static partial Regex QuotedPrintable();

    [GeneratedRegex(@"\\u([0-9A-Fa-f]{4})")]
    private static partial Regex Escape();
}
