using System.Globalization;

namespace Antivirus.Model.Evaluation;

/// <summary>The groups that the values of a sensitive column make: by value; numbers with many values by their quartiles, words with many
/// by the most frequent.</summary>
public static class SensitiveGroups
{
    /// <summary>Below this number of students, a figure is mostly chance.</summary>
    public const int FewStudents = 100;

    /// <summary>Groups of fewer students are not answered over HTTP.</summary>
    public const int MinShown = 10;

    private const int MaxGroups = 8;
    internal const string Other = "(other)";
    internal const string Empty = "(empty)";

    /// <summary>The groups with the indexes of their values, in the order of their numbers or names.</summary>
    public static IEnumerable<(string Group, int[] Students)> Of(IReadOnlyList<string> values) =>
        from bucket in Buckets(values).GroupBy(entry => entry.Bucket, entry => entry.Index)
            .OrderBy(same => same.Key is Other or Empty)
            .ThenBy(same => same.Min(index => Number(values[index])))
            .ThenBy(same => same.Key, StringComparer.Ordinal)
        select (bucket.Key, bucket.ToArray());

    /// <summary>Words stand behind numbers.</summary>
    private static double Number(string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : double.MaxValue;

    private static IEnumerable<(string Bucket, int Index)> Buckets(IReadOnlyList<string> values)
    {
        if (values.Distinct(StringComparer.Ordinal).Count() <= MaxGroups)
        {
            return values.Select((value, index) => (value.Length == 0 ? Empty : value, index));
        }

        var known = values.Where(value => value.Length > 0).Select(Number).Order().ToArray();
        var edges = Enumerable.Range(1, 3).Select(quarter => known[quarter * known.Length / 4]).Distinct().Where(edge => edge > known[0])
            .ToArray();
        if (known[^1] == double.MaxValue || edges.Length == 0)
        {
            var frequent = values.CountBy(value => value).OrderByDescending(pair => pair.Value).Take(MaxGroups - 1).Select(pair => pair.Key)
                .ToHashSet(StringComparer.Ordinal);
            return values.Select((value, index) => (value.Length == 0 ? Empty : frequent.Contains(value) ? value : Other, index));
        }

        return values.Select((value, index) =>
            (value.Length == 0 ? Empty : Name(edges, edges.Count(edge => Number(value) >= edge)), index));
    }

    /// <summary>A range in English; <c>GroupNames</c> reads it.</summary>
    private static string Name(double[] edges, int position) => position switch
    {
        0 => FormattableString.Invariant($"below {edges[0]}"),
        _ when position == edges.Length => FormattableString.Invariant($"{edges[^1]} or more"),
        _ => FormattableString.Invariant($"{edges[position - 1]} to below {edges[position]}"),
    };
}
