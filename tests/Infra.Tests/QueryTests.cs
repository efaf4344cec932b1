using System.Text.RegularExpressions;
using Antivirus.Support;

namespace Antivirus.Infra.Tests;

public sealed partial class QueryTests
{
    public static TheoryData<string> Queries { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(BicepCompiler.Infra, "queries")).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Queries))]
    public void A_query_asks_for_names_that_the_app_says(string query)
    {
        var said = string.Concat(Directory.EnumerateFiles(RepositoryFolder.File("Functions", "Observability"), "*.cs")
            .Select(File.ReadAllText));

        Assert.All(
            Names().Matches(File.ReadAllText(Path.Combine(BicepCompiler.Infra, "queries", query))).Select(match => match.Groups[1].Value),
            name => Assert.Contains(name, said, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void A_query_is_in_the_operator_s_handbook(string query) =>
        Assert.Contains(query, File.ReadAllText(RepositoryFolder.File("docs", "operations.md")), StringComparison.Ordinal);

    [GeneratedRegex("\"(antivirus\\.[a-z_.]+)\"")]
    private static partial Regex Names();
}
