using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Text as names and words are compared. The app runs with invariant globalization, where <c>string.Normalize</c> leaves accents as they
/// are:
/// the letters of the languages in the field are composed here.
/// </summary>
public static class TextFold
{
    private const int MaxListDigits = 3;
    private const string ListMarks = ".):]";
    private const string OtherLetters = "øØłŁªºđĐðÐ";
    private const string OtherBases = "oOlLaodDdD";

    private static readonly (char Mark, string Bases, string Composed)[] Accents =
    [
        ('\u0300', "AEIOUNaeioun", "ÀÈÌÒÙǸàèìòùǹ"),
        ('\u0301', "AEIOUYCNSZaeiouycnsz", "ÁÉÍÓÚÝĆŃŚŹáéíóúýćńśź"),
        ('\u0302', "AEIOUaeiou", "ÂÊÎÔÛâêîôû"),
        ('\u0303', "ANOIUaonoiu", "ÃÑÕĨŨãõñõĩũ"),
        ('\u0308', "AEIOUYaeiouy", "ÄËÏÖÜŸäëïöüÿ"),
        ('\u030A', "Aa", "Åå"),
        ('\u030C', "CSZcsz", "ČŠŽčšž"),
        ('\u0327', "CSTcst", "ÇŞŢçşţ"),
    ];

    /// <summary>The text with its accents in one character each (Unicode NFC), without marks that nobody sees.</summary>
    public static string Compose(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var composed = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (IsInvisible(character))
            {
                continue;
            }

            if (composed.Length > 0 && TryCompose(composed[^1], character) is { } letter)
            {
                composed[^1] = letter;
                continue;
            }

            composed.Append(character);
        }

        return composed.ToString();
    }

    /// <summary>The text in lower case, without accents and invisible marks; blanks of every kind are single spaces, and none at the
    /// ends.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in Compose(text))
        {
            if (char.IsWhiteSpace(character))
            {
                folded.Append(folded.Length > 0 && folded[^1] != ' ' ? " " : "");
            }
            else if (character is < '\u0300' or > '\u036F')
            {
                folded.Append(char.ToLowerInvariant(character < '\u0080' ? character : BaseOf(character)));
            }
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>The folded words of a name: <c>EdadIngreso</c>, <c>edad_ingreso</c> and <c>Edad. Ingreso</c> are <c>edad</c>,
    /// <c>ingreso</c>.</summary>
    public static IReadOnlyList<string> Words(string name)
    {
        var spaced = new StringBuilder(name.Length + 8);
        for (var index = 0; index < name.Length; index++)
        {
            if (index > 0 && char.IsUpper(name[index]) && char.IsLower(name[index - 1]))
            {
                spaced.Append(' ');
            }

            spaced.Append(name[index]);
        }

        var folded = Fold(spaced.ToString());
        return new string([.. folded.Select(character => char.IsLetterOrDigit(character) ? character : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The letters and digits of a folded name: <c>Tiempo_de viaje:</c> is <c>tiempodeviaje</c>.</summary>
    public static string Key(string name) => string.Concat(Fold(name).Where(char.IsLetterOrDigit));

    /// <summary>The name without what stands in brackets, such as units: <c>Ausencias (horas)</c> is <c>Ausencias</c>.</summary>
    public static string WithoutBrackets(string name)
    {
        var kept = new StringBuilder(name.Length);
        var depth = 0;
        foreach (var character in name)
        {
            depth += character is '(' or '[' ? 1 : 0;
            kept.Append(depth == 0 ? character.ToString() : "");
            depth -= character is ')' or ']' && depth > 0 ? 1 : 0;
        }

        return depth == 0 ? kept.ToString().Trim() : name;
    }

    /// <summary>What <see cref="WithoutBrackets"/> leaves out, one text for each pair of brackets.</summary>
    public static IEnumerable<string> InBrackets(string name)
    {
        var (depth, start) = (0, 0);
        for (var index = 0; index < name.Length; index++)
        {
            if (name[index] is '(' or '[' && ++depth == 1)
            {
                start = index + 1;
            }
            else if (name[index] is ')' or ']' && depth > 0 && --depth == 0)
            {
                yield return name[start..index];
            }
        }
    }

    /// <summary>The name without the number of a list or a questionnaire before it: <c>1. Edad</c>, <c>2) ¿Edad?</c> and <c>P3. Edad</c>
    /// are <c>Edad</c>.</summary>
    public static string WithoutNumber(string name)
    {
        var text = name.AsSpan().Trim();
        var start = text is ['P' or 'p' or 'Q' or 'q', >= '0' and <= '9', ..] ? 1 : text is ['(' or '[', ..] ? 1 : 0;
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        var isNumbered = end > start && end - start <= MaxListDigits && end < text.Length
            && (ListMarks.Contains(text[end], StringComparison.Ordinal) || text[end..] is ['-' or '\u2013', ' ', ..]);
        var rest = isNumbered ? text[end..].TrimStart(".):]-\u2013_ ") : [];
        return !rest.IsEmpty && (char.IsLetter(rest[0]) || rest[0] == '¿') ? rest.ToString() : name;
    }

    /// <summary>Zero-width spaces and joiners, soft hyphens, direction marks and byte order marks.</summary>
    internal static bool IsInvisible(char character) =>
        character is '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F')
            or '\uFEFF';

    private static char? TryCompose(char letter, char mark)
    {
        foreach (var accent in Accents)
        {
            if (accent.Mark == mark)
            {
                var index = accent.Bases.IndexOf(letter, StringComparison.Ordinal);
                return index < 0 ? null : accent.Composed[index];
            }
        }

        return null;
    }

    private static char BaseOf(char letter)
    {
        foreach (var accent in Accents)
        {
            if (accent.Composed.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var index)
            {
                return accent.Bases[index];
            }
        }

        var other = OtherLetters.IndexOf(letter, StringComparison.Ordinal);
        return other < 0 ? letter : OtherBases[other];
    }
}
