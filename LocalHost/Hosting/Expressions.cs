using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Antivirus.LocalHost.Hosting;

/// <summary><c>%Setting%</c> in a trigger's path stands for the setting's value.</summary>
internal static partial class Expressions
{
    /// <exception cref="StartException">A setting is missing.</exception>
    public static string Resolve(string expression, IConfiguration configuration, string function) =>
        Setting().Replace(expression, match =>
            configuration[match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)] is { Length: > 0 } value
                ? value
                : throw new StartException(
                    $"Setting {match.Groups[1].Value} is missing; function {function} needs it for its trigger '{expression}'."));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Setting();
}
