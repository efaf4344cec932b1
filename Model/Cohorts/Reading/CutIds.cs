namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Recognizes ids that lost their leading zeros, as a spreadsheet takes them from numbers. Where all lost theirs, only the lengths
/// show it, and sequences and documents of several lengths look alike: it is a remark to the sender, never a refusal.</summary>
internal static class CutIds
{
    private const int MinIds = 5;
    private const int MinDigits = 5;
    private const int MaxZeros = 3;

    // Of ten numbers without a pattern, nine keep their length when leading zeros go.
    private const double MinWhole = 0.75;

    /// <summary>How many ids have fewer digits than the others and may have lost zeros.</summary>
    /// <param name="ids">Ids of the first rows.</param>
    public static int Count(IReadOnlyCollection<string> ids)
    {
        var numbers = ids.Where(id => id.All(char.IsAsciiDigit)).ToList();
        if (numbers.Count < MinIds || numbers.Count != ids.Count)
        {
            return 0;
        }

        var length = numbers.Max(id => id.Length);
        var shorter = numbers.Count(id => id.Length < length);
        var padded = numbers.FindAll(id => id[0] == '0');
        return shorter == 0 || length < MinDigits ? 0
            : padded.Count > 0 ? (padded.TrueForAll(id => id.Length == length) ? shorter : 0)
            : HaveStrippedLengths(numbers, length) && !AreSequence(numbers) ? shorter
            : 0;
    }

    /// <summary>Most have all digits, fewer one digit less, and still fewer two.</summary>
    private static bool HaveStrippedLengths(List<string> numbers, int length)
    {
        var counts = new int[MaxZeros + 1];
        foreach (var id in numbers)
        {
            if (length - id.Length > MaxZeros)
            {
                return false;
            }

            counts[length - id.Length]++;
        }

        return counts[0] >= numbers.Count * MinWhole && counts[1] > 0 && counts[1] >= counts[2] && counts[2] >= counts[3];
    }

    /// <summary>Numbers given one after another: 998, 999, 1000, 1001.</summary>
    private static bool AreSequence(List<string> numbers)
    {
        var values = numbers.ConvertAll(id => ulong.TryParse(id, out var value) ? value : 0);
        return values.Max() - values.Min() < (ulong)values.Count * 10;
    }
}
