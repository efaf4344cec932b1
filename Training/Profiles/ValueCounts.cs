using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Training.Profiles;

/// <summary>The different values of a column, each with its rows, the most frequent first; case does not count.</summary>
internal sealed class ValueCounts
{
    private const int MaxShown = 12;
    private readonly Dictionary<string, int> _counts;

    private ValueCounts(List<(string Value, int Count)> all)
    {
        _counts = all.ToDictionary(entry => entry.Value, entry => entry.Count, StringComparer.OrdinalIgnoreCase);
        Known = all.FindAll(entry => !NumberColumn.IsMissing(entry.Value));
        Missing = all.FindAll(entry => NumberColumn.IsMissing(entry.Value));
    }

    public IReadOnlyList<(string Value, int Count)> Known { get; }

    /// <summary>Empty cells, and words that stand for one.</summary>
    public IReadOnlyList<(string Value, int Count)> Missing { get; }

    public static ValueCounts Of(IEnumerable<string> cells) => new(
    [
        .. cells.CountBy(cell => cell, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (pair.Key, pair.Value)),
    ]);

    /// <summary>"No" (145), "Sí" (95).</summary>
    public string Show() => Show([.. Known.Concat(Missing).Select(entry => entry.Value)]);

    public string Show(IReadOnlyList<string> values) =>
        string.Join(", ", values.Take(MaxShown)
            .Select(value => $"{(value.Length == 0 ? "empty" : $"\"{value}\"")} ({_counts.GetValueOrDefault(value)})"))
        + (values.Count > MaxShown ? $" and {values.Count - MaxShown} more" : "");
}
