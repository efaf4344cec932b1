using System.Text.RegularExpressions;

namespace Antivirus.Training.Data;

/// <summary>Which of two periods is earlier: numbers by their value, words by their letters, so 2013-2 comes before 2013-10 and
/// 2014-1.</summary>
internal static partial class PeriodOrder
{
    // Fall, spring, winter, summer (U), otoño, primavera: their alphabet is not their order.
    private const string SeasonLetters = "FSWUOP";

    /// <returns>Below 0 when the left period is earlier, above 0 when it is later.</returns>
    public static int Compare(string left, string right)
    {
        var (lefts, rights) = (PartsOf(left), PartsOf(right));
        var at = FirstDifference(lefts, rights);
        return at is { } part ? ComparePart(lefts[part], rights[part]) : lefts.Length.CompareTo(rights.Length);
    }

    /// <summary>Whether words decide between two periods whose order the alphabet does not know, such as Primavera and Otoño.</summary>
    public static bool IsUncertain(string left, string right)
    {
        var (lefts, rights) = (PartsOf(left), PartsOf(right));
        return FirstDifference(lefts, rights) is { } part && (IsSeason(lefts[part]) || IsSeason(rights[part]));
    }

    /// <summary>Whether a year, or a plain number such as that of a semester, tells where the period stands.</summary>
    public static bool IsDated(string period) => PartsOf(period) is [var first, ..] && (StartsWithYear().IsMatch(first)
        || PlainNumber().IsMatch(period));

    private static bool IsSeason(string part) => part.Length == 1
        ? SeasonLetters.Contains(part, StringComparison.Ordinal)
        : char.IsLetter(part[0]) && !Roman().IsMatch(part);

    private static int? FirstDifference(string[] lefts, string[] rights)
    {
        for (var part = 0; part < Math.Min(lefts.Length, rights.Length); part++)
        {
            if (ComparePart(lefts[part], rights[part]) != 0)
            {
                return part;
            }
        }

        return null;
    }

    private static int ComparePart(string left, string right)
    {
        if (!char.IsAsciiDigit(left[0]) || !char.IsAsciiDigit(right[0]))
        {
            return string.CompareOrdinal(left, right);
        }

        var (one, other) = (left.TrimStart('0'), right.TrimStart('0'));
        return one.Length != other.Length ? one.Length.CompareTo(other.Length) : string.CompareOrdinal(one, other);
    }

    /// <summary>Numbers and words, the year first: 20231, 1-2023 and 2023-1 are 2023 and 1.</summary>
    private static string[] PartsOf(string period)
    {
        var parts = Part().Matches(period.ToUpperInvariant()).SelectMany(match => Compact().Match(match.Value) is { Success: true } compact
            ? new[] { compact.Groups[1].Value, compact.Groups[2].Value } : [match.Value]).ToList();
        // With two numbers beside the year it is a date, and which of them is the month is not certain.
        if (parts.Count > 1 && !StartsWithYear().IsMatch(parts[0]) && parts.FindAll(part => Year().IsMatch(part)) is [var year]
            && parts.Count(part => char.IsAsciiDigit(part[0])) <= 2)
        {
            parts.Remove(year);
            parts.Insert(0, year);
        }

        return [.. parts];
    }

    [GeneratedRegex("^(?:19|20)[0-9]{2}")]
    private static partial Regex StartsWithYear();

    [GeneratedRegex("^(?:19|20)[0-9]{2}$")]
    private static partial Regex Year();

    [GeneratedRegex("^((?:19|20)[0-9]{2})([0-9]{1,2})$")]
    private static partial Regex Compact();

    [GeneratedRegex("^ *[0-9]{1,3} *$")]
    private static partial Regex PlainNumber();

    // From IX on, the alphabet is not their order either.
    [GeneratedRegex("^(I{1,3}|IV|VI{0,3})$")]
    private static partial Regex Roman();

    [GeneratedRegex(@"[0-9]+|\p{L}+")]
    private static partial Regex Part();
}
