using System.Globalization;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Knows the dates that a spreadsheet makes of 1-2 and the like: <c>01-feb</c>, <c>2026-03-01</c>, <c>04/02/2026</c>.</summary>
internal static class CellDates
{
    private static readonly HashSet<string> Months =
        ["ene", "jan", "feb", "fev", "mar", "abr", "apr", "may", "mai", "jun", "jul", "ago", "aug", "sep", "sept", "set", "oct", "out",
            "nov", "dic", "dec", "dez"];

    public static bool IsDate(string text)
    {
        var date = text.Trim().Split([' ', 'T'], 2)[0];
        var parts = date.Split(['-', '/', '.']);
        if (parts.Length is < 2 or > 3)
        {
            return false;
        }

        var months = parts.Count(IsMonth);
        var numbers = parts.Count(part => part.Length is 1 or 2 or 4 && part.All(char.IsAsciiDigit));
        return months == 1 ? numbers == parts.Length - 1 : parts.Length == 3 && numbers == 3
            && parts.Any(part => part.Length == 4 || parts.All(other => other.Length <= 2));
    }

    /// <summary>Whether a code can be nothing but a date: with a month's name, or with slashes and a day, a month and a year of four
    /// digits.</summary>
    public static bool IsCertain(string text)
    {
        if (!IsDate(text))
        {
            return false;
        }

        var parts = text.Trim().Split([' ', 'T'], 2)[0].Split('/');
        return text.Any(char.IsLetter) || (parts is [{ Length: <= 2 } first, { Length: <= 2 } second, { Length: 4 }]
            && int.Parse(first, CultureInfo.InvariantCulture) is >= 1 and <= 31
            && int.Parse(second, CultureInfo.InvariantCulture) is >= 1 and <= 31);
    }

    /// <summary>A date as a workbook's date cell is read: 2026-03-05.</summary>
    public static bool IsIso(string text) =>
        text.Length >= 10 && (text.Length == 10 || text[10] == 'T')
        && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsMonth(string part) => Months.Contains(TextFold.Fold(part));
}
