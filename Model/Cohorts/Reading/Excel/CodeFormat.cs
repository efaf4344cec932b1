using System.Globalization;
using System.Text;

namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>A number format that makes a code of a whole number: <c>00000</c>, <c>"EST"0000</c>, <c>000-000</c>.</summary>
/// <param name="Template">The code, with <see cref="Place"/> for each digit.</param>
internal sealed record CodeFormat(string Template)
{
    private const char Place = '\0';

    /// <summary>Reads a format's code; null where it shows a number. A unit behind a blank, and a currency, belong to a number.</summary>
    public static CodeFormat? Parse(string code)
    {
        if (Read(code) is not { } text || text.IndexOf(Place, StringComparison.Ordinal) is not (>= 0 and var first))
        {
            return null;
        }

        var last = text.LastIndexOf(Place);
        var prefix = text[..first].TrimStart() is { Length: > 0 } before && before.Any(char.IsLetter) && before[^1] != ' ' ? before : "";
        var digits = text[first..(last + 1)];
        var suffix = text[(last + 1)..].TrimEnd() is { Length: > 0 } after && after[0] != ' ' && digits.Length > 1 ? after : "";
        return digits.Contains(' ') || (prefix.Length == 0 && digits.Length == 1) ? null : new CodeFormat(prefix + digits + suffix);
    }

    /// <summary>The code that stands for a number; digits beyond the template's stand in its first place.</summary>
    public string Write(long number)
    {
        var places = Template.Count(mark => mark == Place);
        var digits = number.ToString($"D{places}", CultureInfo.InvariantCulture);
        var code = new StringBuilder(Template.Length + digits.Length);
        var next = 0;
        foreach (var mark in Template)
        {
            var taken = mark != Place ? 0 : next == 0 ? digits.Length - places + 1 : 1;
            code.Append(mark == Place ? digits.AsSpan(next, taken) : [mark]);
            next += taken;
        }

        return code.ToString();
    }

    /// <summary>The first section, its literals as they are shown; null where it holds more than digits and literals.</summary>
    private static string? Read(string code)
    {
        code = code.Replace("General", "0", StringComparison.OrdinalIgnoreCase);
        var text = new StringBuilder(code.Length);
        for (var index = 0; index < code.Length && code[index] != ';'; index++)
        {
            var mark = code[index];
            switch (mark)
            {
                case '\\' or '_' or '*':
                    index++;
                    text.Append(mark == '*' || index == code.Length ? "" : mark == '_' ? " " : code[index].ToString());
                    break;
                case '"':
                    var end = code.IndexOf('"', index + 1) is >= 0 and var quote ? quote : code.Length;
                    text.Append(code, index + 1, end - index - 1);
                    index = end;
                    break;
                case '0' or '#':
                    // Of #### only digits are shown that are there.
                    text.Append(mark == '0' || (text.Length == 0 || text[^1] != Place) ? Place.ToString() : "");
                    break;
                case '-' or ' ':
                    text.Append(mark);
                    break;
                case '[' when index + 1 < code.Length && code[index + 1] != '$' && code.IndexOf(']', index) is >= 0 and var close:
                    index = close;
                    break;
                default:
                    return null;
            }
        }

        return text.ToString();
    }
}
