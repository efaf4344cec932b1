namespace Antivirus.Model.Cohorts.Reading;

/// <summary>The words most like what a cell holds, by Levenshtein's distance.</summary>
internal static class NearestWords
{
    private const int Shown = 5;

    public static IEnumerable<string> To(string cell, IReadOnlyList<string> words)
    {
        var folded = TextFold.Fold(CellText.Shorten(cell));
        return folded.Length == 0 ? words.Take(Shown) : words.OrderBy(word => Distance(folded, TextFold.Fold(word))).Take(Shown);
    }

    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var index = 0; index < from.Length; index++)
        {
            var diagonal = row[0];
            row[0] = index + 1;
            for (var column = 1; column <= to.Length; column++)
            {
                var substituted = diagonal + (from[index] == to[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(substituted, Math.Min(row[column], row[column - 1]) + 1);
            }
        }

        return row[^1];
    }
}
