using System.Text.RegularExpressions;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Evaluation;

namespace Antivirus.Model.Outcomes;

/// <summary>Names of the groups that <see cref="SensitiveGroups"/> makes, in the words of a language.</summary>
public static partial class GroupNames
{
    /// <summary>Ranges, the empty and the other values in the language; values of the file stay as they are.</summary>
    public static string In(ReportLanguage language, string group) => language == ReportLanguage.English ? group : group switch
    {
        SensitiveGroups.Other => "(otros)",
        SensitiveGroups.Empty => "(sin dato)",
        _ when Range().Match(group) is { Success: true } range => Describe(range.Groups["from"].Value, range.Groups["below"].Value),
        _ => group,
    };

    private static string Describe(string from, string below) => (from, below) switch
    {
        ("", _) => $"menos de {Written(below)}",
        (_, "") => $"{Written(from)} o más",
        _ => $"{Written(from)} a menos de {Written(below)}",
    };

    private static string Written(string number) => number.Replace('.', ',');

    [GeneratedRegex(@"^(?:below (?<below>-?[0-9.]+)|(?<from>-?[0-9.]+) or more|(?<from>-?[0-9.]+) to below (?<below>-?[0-9.]+))$")]
    private static partial Regex Range();
}
