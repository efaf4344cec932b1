using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Knows what people and programs write around a student's id: marks of lists, mails and footnotes, and the word
/// example.</summary>
internal static partial class IdMarks
{
    private const char FirstFullWidth = '\uFF01';
    private const char LastFullWidth = '\uFF5E';
    private const int FullWidthOffset = 0xFEE0;
    private const int MaxTestLength = 40;
    private const string Before = "#>*~^|<`$€•·◦▪●■►▶→➢✓✔✗☑☐★☆»›–—−";
    private const string After = "%*†‡§¹²³⁴⁵⁶⁷⁸⁹°#>^~|✓✔★";

    /// <summary>Digits of other scripts, letters as wide as Chinese ones and hyphens of typesetting as the ASCII characters that they are;
    /// without the apostrophe that makes a spreadsheet's cell text.</summary>
    public static string ToAscii(string id)
    {
        if (Ascii.IsValid(id))
        {
            return id is ['\'', .. var inner] && inner.All(char.IsAsciiLetterOrDigit) ? inner : id;
        }

        var plain = new StringBuilder(id.Length);
        foreach (var character in id)
        {
            var digit = char.IsDigit(character) ? CharUnicodeInfo.GetDecimalDigitValue(character) : -1;
            plain.Append(digit >= 0 ? (char)('0' + digit)
                : character is '\u2010' or '\u2011' ? '-'
                : character is >= FirstFullWidth and <= LastFullWidth ? (char)(character - FullWidthOffset) : character);
        }

        return plain.ToString();
    }

    /// <summary>Whether signs stand before or after the code that belong to no id. Formulas stay: the report writes them as
    /// text.</summary>
    public static bool AreAround(string id) =>
        ((Before.Contains(id[0], StringComparison.Ordinal) || After.Contains(id[^1], StringComparison.Ordinal)) && IsCodeWithin(id))
        || (id[0] is '+' or '-' or '(' or '[' or '{' || char.IsAsciiDigit(id[0]) || id[^1] is '-' or '.' or ',' or ';' or ':' or ')')
            && Signs().IsMatch(id)
        || (id[0] is '[' or 'b' or 'u' or '&' && Wrapping().IsMatch(id))
        || (!Ascii.IsValid(id) && HasTwoAlphabets(id))
        || id[0] is '"' or '¿' || id[^1] is '"' or '?';

    /// <summary>Whether a code stands between the signs, not markup or a formula: those are kept as the text that they are.</summary>
    private static bool IsCodeWithin(string id)
    {
        foreach (var character in id.AsSpan().Trim(Before + After))
        {
            if (!char.IsLetterOrDigit(character) && character is not (' ' or '-' or '_' or '.' or '/'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the id says that its row is an example.</summary>
    public static bool IsExample(string id) =>
        (id[0] is '(' or '[' or '<' || (id[0] | 0x20) is 'e' or 'p') && Example().IsMatch(TextFold.Fold(id));

    /// <summary>Whether the id says that its row is there to try a system out: <c>TEST01</c>, <c>Prueba 1</c>, <c>XXX</c>.</summary>
    public static bool IsTest(string id) => id.Length < MaxTestLength && Test().IsMatch(TextFold.Fold(id));

    /// <summary>Cyrillic or Greek letters that look like Latin ones, beside Latin ones: the code is not found by typing it.</summary>
    private static bool HasTwoAlphabets(string id) =>
        id.Any(char.IsAsciiLetter) && id.Any(character => character is (>= '\u0370' and <= '\u03FF') or (>= '\u0400' and <= '\u04FF'));

    // ['1000'], b'1000', &nbsp;1000 and [1000](http://…): what programs write around a text.
    [GeneratedRegex(@"^\[['""].*\]$|^[bu]'.*'$|^[bu]"".*""$|^&#?\w+;|^\[[^\]]+\]\(")]
    private static partial Regex Wrapping();

    // +1000, - 1000, -1000 (a number), 1000- (a number of SAP), (1000), 2: 1000 and 2. 1000 (a line's number), 1000., 1000 (retirado).
    [GeneratedRegex(
        @"^\+\w+$|^-\d+$|^[^-]*\d-$|^\([\w .-]*\)$|^\[[\w .-]*\]$|^\{[\w .-]*\}$|^\d+[.:)] |^- |\d[.,;:]$|^\S*\d\S* \(\p{L}[\p{L} .]*\)$")]
    private static partial Regex Signs();

    [GeneratedRegex(@"^[(\[<]?\s*(?:(?:p\.?\s?ej|ej|ex|e\.\s?g)(?:[.:)\]>]|\s|$)|(?:por )?(?:ejemplo|exemplo|example)s?(?![a-z]))")]
    private static partial Regex Example();

    [GeneratedRegex(@"^(?:(?:id|est|estudiante|alumno|alumna|aluno|usuario|student|user|cuenta)[ ._-]*(?:de[ ._-]*)?)?"
        + @"(?:test(?:e|er|ing|es)?|pruebas?|demo|dummy|ficticio|ficticia|fake|muestra|sample|exemplo|ejemplo|example|borrar|asdf\w*|"
        + @"admin|guest|invitado|x{3,}|z{3,})(?:[ ._-]*(?:id|user|usuario|student|estudiante|alumno|aluno))?[ ._-]*\d*$")]
    private static partial Regex Test();
}
