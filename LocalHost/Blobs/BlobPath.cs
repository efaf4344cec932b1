using System.Text;
using System.Text.RegularExpressions;

namespace Antivirus.LocalHost.Blobs;

/// <summary>A trigger's path: a container and a pattern such as <c>{ies}/{name}.csv</c>. Names take as much as they can, as in the
/// Functions host.</summary>
internal sealed partial class BlobPath
{
    private readonly Regex _pattern;

    private BlobPath(string container, string pattern, Regex regex, IReadOnlyList<string> names)
    {
        Container = container;
        Names = names;
        _pattern = regex;
        Prefix = pattern.IndexOf('{', StringComparison.Ordinal) is var brace and >= 0 ? pattern[..brace] : pattern;
    }

    public string Container { get; }

    /// <summary>What each matching name begins with.</summary>
    public string Prefix { get; }

    public IReadOnlyList<string> Names { get; }

    /// <exception cref="FormatException">The path has no container, or a brace too few.</exception>
    public static BlobPath Parse(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var container = slash < 0 ? path : path[..slash];
        var pattern = slash < 0 ? "" : path[(slash + 1)..];
        if (!ContainerName().IsMatch(container))
        {
            throw new FormatException($"'{container}' is not a container name: 3 to 63 lower-case letters, digits and single hyphens");
        }

        var names = new List<string>();
        var regex = new StringBuilder("^");
        var last = 0;
        foreach (Match name in Placeholder().Matches(pattern))
        {
            regex.Append(Regex.Escape(Literal(pattern[last..name.Index]))).Append($"(?<{name.Groups[1].Value}>.+)");
            names.Add(name.Groups[1].Value);
            last = name.Index + name.Length;
        }

        // A container alone stands for all its blobs.
        regex.Append(pattern.Length == 0 ? ".+" : Regex.Escape(Literal(pattern[last..]))).Append('$');
        return new BlobPath(container, pattern, new Regex(regex.ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline),
            names);
    }

    /// <summary>What the pattern's names stand for in a blob's name; null when it does not match.</summary>
    public IReadOnlyDictionary<string, object?>? Match(string blobName)
    {
        var match = _pattern.Match(blobName);
        return match.Success
            ? Names.ToDictionary(name => name, object? (name) => match.Groups[name].Value, StringComparer.OrdinalIgnoreCase)
            : null;
    }

    private static string Literal(string text) =>
        text.AsSpan().ContainsAny('{', '}') ? throw new FormatException($"'{text}' has a brace that does not enclose a name") : text;

    [GeneratedRegex(@"\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex ContainerName();
}
