using System.Xml.Linq;
using Antivirus.Support;

namespace Antivirus.Architecture.Tests;

/// <summary>The edges between projects, as their project files have them: Functions → Storage → Model, and LocalHost knows
/// neither.</summary>
public sealed class ProjectTests
{
    public static TheoryData<string, string[]> Edges => new()
    {
        { "Model", [] },
        { "Blobs", [] },
        { "Storage", ["Blobs", "Model"] },
        { "LocalHost", ["Blobs"] },
        { "Functions", ["LocalHost", "Model", "Storage"] },
        { "Training", ["Model", "Storage"] },
    };

    [Theory]
    [MemberData(nameof(Edges))]
    public void A_project_references_no_other_than_it_should(string project, string[] expected)
    {
        // Act
        var referenced = Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

        // Assert
        Assert.Equal(expected, referenced.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_of_the_product_has_its_edges_here()
    {
        var projects = Directory.EnumerateFiles(RepositoryFolder.Root, "*.csproj",
            new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .Select(file => Path.GetRelativePath(RepositoryFolder.Root, file))
            .Where(file => !file.StartsWith("tests", StringComparison.Ordinal) && !file.StartsWith("bench", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file));

        Assert.Equal(Edges.Select(edge => edge.Data.Item1).Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Model", "Azure.")]
    [InlineData("Model", "Microsoft.Azure.")]
    [InlineData("Storage", "CsvHelper")]
    [InlineData("LocalHost", "Microsoft.ML")]
    public void A_project_has_no_package_of_another_ones_work(string project, string package)
    {
        Assert.DoesNotContain(Items(project, "PackageReference"), name => name.StartsWith(package, StringComparison.Ordinal));
    }

    [Fact]
    public void Internals_are_visible_to_tests_and_benchmarks_only()
    {
        var friends = Edges.SelectMany(edge => Items(edge.Data.Item1, "InternalsVisibleTo"));

        Assert.All(friends, friend => Assert.Matches(@"^Antivirus\.(\w+\.Tests|EmailHost|Bench)$", friend));
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(RepositoryFolder.File(project, project + ".csproj")).Descendants(kind)
            .Select(item => item.Attribute("Include")!.Value);
}
