using System.Text;

namespace Antivirus.Blobs;

/// <summary>
/// The place of the first name that cannot be listed, found by asking after which names the listing fails: after all that precede it.
/// A question may hold only what XML can hold, so the name is known up to its first other character.
/// </summary>
/// <param name="Beginning">What precedes the character that XML cannot hold.</param>
/// <param name="Next">A name after all that go on from <paramref name="Beginning"/> like it; null when none can follow.</param>
internal sealed record UnlistableName(string Beginning, string? Next)
{
    private const int MaxLength = 1024;

    // What XML can hold, in the order of UTF-16 units, which is how Azurite orders names.
    private static readonly (int First, int Last)[] Ranges =
        [(0x9, 0xA), (0xD, 0xD), (0x20, 0xD7FF), (0x10000, 0x10FFFF), (0xE000, 0xFFFD)];

    private static readonly int LastRank = Ranges.Sum(range => range.Last - range.First + 1) - 1;

    /// <param name="failsAfter">Whether the listing of the one name after another fails.</param>
    /// <param name="last">The last name that was listed; the one that is looked for comes after it.</param>
    /// <param name="prefix">What the name begins with.</param>
    public static async Task<UnlistableName> FindAsync(Func<string, Task<bool>> failsAfter, string last, string prefix)
    {
        // Names that were listed lie before it as well, and after those the listing succeeds.
        Task<bool> IsBeforeAsync(string text) =>
            string.CompareOrdinal(text, last) <= 0 ? Task.FromResult(true) : failsAfter(text);

        var known = prefix;
        while (known.Length < MaxLength)
        {
            var rank = await FindRankAsync(IsBeforeAsync, known);
            if (rank < 0 || (EndsRange(rank) && await IsBeforeAsync(known + RuneAt(rank) + RuneAt(LastRank))))
            {
                return new UnlistableName(known, rank < LastRank ? known + RuneAt(rank + 1) : After(known));
            }

            known += RuneAt(rank);
        }

        return new UnlistableName(known, After(known));
    }

    /// <summary>The greatest character after which the listing still fails: the name's next one, unless XML cannot hold that.</summary>
    private static async Task<int> FindRankAsync(Func<string, Task<bool>> isBefore, string known)
    {
        var (before, after) = (-1, LastRank + 1);
        while (after - before > 1)
        {
            var middle = (before + after) / 2;
            (before, after) = await isBefore(known + RuneAt(middle)) ? (middle, after) : (before, middle);
        }

        return before;
    }

    /// <summary>The next name that does not begin like this one.</summary>
    private static string? After(string name)
    {
        var runes = name.EnumerateRunes().ToList();
        while (runes.Count > 0)
        {
            var rank = RankOf(runes[^1]);
            runes.RemoveAt(runes.Count - 1);
            if (rank < LastRank)
            {
                return string.Concat(runes) + RuneAt(rank + 1);
            }
        }

        return null;
    }

    private static bool EndsRange(int rank) => Array.Exists(Ranges, range => RuneAt(rank).Value == range.Last);

    private static Rune RuneAt(int rank)
    {
        foreach (var (first, last) in Ranges)
        {
            if (rank <= last - first)
            {
                return new Rune(first + rank);
            }

            rank -= last - first + 1;
        }

        throw new ArgumentOutOfRangeException(nameof(rank));
    }

    private static int RankOf(Rune rune)
    {
        var before = 0;
        foreach (var (first, last) in Ranges)
        {
            if (rune.Value >= first && rune.Value <= last)
            {
                return before + rune.Value - first;
            }

            before += last - first + 1;
        }

        throw new ArgumentOutOfRangeException(nameof(rune));
    }
}
