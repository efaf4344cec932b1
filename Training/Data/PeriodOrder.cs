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

    private static string[] PartsOf(string period) => [.. Part().Matches(period.ToUpperInvariant()).Select(match => match.Value)];

    // From IX on, the alphabet is not their order either.
    [GeneratedRegex("^(I{1,3}|IV|VI{0,3})$")]
    private static partial Regex Roman();

    [GeneratedRegex(@"[0-9]+|\p{L}+")]
    private static partial Regex Part();
}
