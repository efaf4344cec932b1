using System.Collections.Concurrent;

namespace Antivirus.Blobs;

/// <summary>The blobs whose names storage cannot list, by container, as the last listing found them.</summary>
public sealed class UnlistableNames
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _byContainer = new(StringComparer.Ordinal);

    /// <summary>The beginnings of the names in a container; empty when each can be listed.</summary>
    public IReadOnlyList<string> In(string container) => _byContainer.TryGetValue(container, out var names) ? names : [];

    /// <summary>Notes what a listing of a whole container found.</summary>
    public void Note(string container, IReadOnlyList<string> names) => _byContainer[container] = names;

    /// <summary>A name that a log may hold: what cannot be seen stands as its number, <c>\u0001</c>.</summary>
    public static string Escape(string name) =>
        string.Concat(name.Select(unit => char.IsControl(unit) || unit >= 0xFFFE ? $"\\u{(int)unit:x4}" : $"{unit}"));
}
