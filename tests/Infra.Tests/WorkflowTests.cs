using System.Text.RegularExpressions;
using Antivirus.Support;

namespace Antivirus.Infra.Tests;

public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows { get; } =
        [.. Directory.EnumerateFiles(RepositoryFolder.File(".github", "workflows"), "*.yml").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_action_is_pinned_to_a_commit_and_says_its_version(string workflow)
    {
        var actions = Lines(workflow)
            .Where(line => line.TrimStart().TrimStart('-').TrimStart().StartsWith("uses:", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Matches(Pinned(), action));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_may_write_nothing_and_reads_no_secret(string workflow)
    {
        var text = string.Join('\n', Lines(workflow));

        Assert.Contains("\npermissions:\n  contents: read\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("contents: write", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secrets.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("pull_request_target", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_deployment_asks_for_an_identity()
    {
        Assert.Contains("  id-token: write", Lines("deploy.yml"));
        Assert.DoesNotContain("  id-token: write", Lines("ci.yml"));
        Assert.DoesNotContain("  id-token: write", Lines("weekly.yml"));
    }

    [Fact]
    public void The_app_is_tested_and_published_on_every_push()
    {
        var text = string.Join('\n', Lines("ci.yml"));

        Assert.Contains("bash .ci/run", text, StringComparison.Ordinal);
        Assert.Contains("windows-", text, StringComparison.Ordinal);
        Assert.Contains("dotnet publish Functions -c Release -o", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_is_analysed_and_the_package_and_the_image_say_what_they_are_made_of()
    {
        var codeql = string.Join('\n', Lines("codeql.yml"));
        var ci = string.Join('\n', Lines("ci.yml"));

        Assert.Contains("languages: ${{ matrix.language }}", codeql, StringComparison.Ordinal);
        Assert.Contains("[csharp, javascript-typescript, actions]", codeql, StringComparison.Ordinal);
        Assert.Contains("CycloneDX --version ", ci, StringComparison.Ordinal);
        Assert.Contains("name: sbom", ci, StringComparison.Ordinal);
        Assert.Contains("name: image-digests", ci, StringComparison.Ordinal);
    }

    private static string[] Lines(string workflow) => File.ReadAllLines(RepositoryFolder.File(".github", "workflows", workflow));

    [GeneratedRegex(@"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();
}
