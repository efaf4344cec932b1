using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Antivirus.Support;

namespace Antivirus.LocalHost.Tests;

/// <summary>What compiles for this host compiles for the Functions worker: its real surface is listed in <c>shared/worker-api.txt</c>.</summary>
public sealed class WorkerSurfaceTests
{
    private static readonly Assembly Host = typeof(FunctionsApplication).Assembly;

    public static TheoryData<string> Mirrored => [.. MirroredTypes.Select(type => type.Name)];

    /// <summary>The types that stand for the worker's have the namespace to themselves; the host's own lie deeper.</summary>
    private static IEnumerable<Type> MirroredTypes => Host.GetExportedTypes().Where(type => type.Namespace == "Antivirus.LocalHost");

    [Theory]
    [MemberData(nameof(Mirrored))]
    public void Every_public_member_of_a_mirrored_type_exists_in_the_worker(string typeName)
    {
        // Arrange
        var worker = WorkerApi.Read(RepositoryFolder.Shared("worker-api.txt"));
        var type = MirroredTypes.Single(mirrored => mirrored.Name == typeName);

        // Act
        var found = worker.TryGetValue(typeName, out var real);

        // Assert
        Assert.True(found, $"The worker has no type {typeName}.");
        Assert.Equal(real!.Declaration, Surface.DeclarationOf(type));
        Assert.Empty(Surface.MembersOf(type).Except(real.Members));
    }

    [Fact]
    public void The_app_uses_nothing_of_this_host_but_mirrored_types()
    {
        // Arrange
        using var app = new PEReader(File.OpenRead(AppAssembly));
        var metadata = app.GetMetadataReader();

        // Act
        var used = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Where(type => metadata.GetString(type.Namespace).StartsWith("Antivirus.LocalHost", StringComparison.Ordinal))
            .Select(type => (Namespace: metadata.GetString(type.Namespace), Name: metadata.GetString(type.Name)))
            .ToList();

        // Assert: what only this host has may be used by the files that only its build compiles.
        Assert.NotEmpty(used);
        var mirrored = MirroredTypes.Select(type => type.Name).ToHashSet();
        Assert.All(used.Where(type => type.Namespace == "Antivirus.LocalHost"), type => Assert.Contains(type.Name, mirrored));
        Assert.DoesNotContain(SharedSources(), file => File.ReadAllText(file).Contains("Antivirus.LocalHost.", StringComparison.Ordinal));
    }

    [Fact]
    public void No_type_takes_a_namespace_of_Microsoft()
    {
        Assert.DoesNotContain(Host.GetExportedTypes(), type => type.Namespace!.StartsWith("Microsoft", StringComparison.Ordinal));
        using var app = new PEReader(File.OpenRead(AppAssembly));
        var metadata = app.GetMetadataReader();
        Assert.DoesNotContain(
            metadata.TypeDefinitions.Select(metadata.GetTypeDefinition),
            type => type.Attributes.HasFlag(TypeAttributes.Public) && metadata.GetString(type.Namespace).StartsWith("Microsoft", StringComparison.Ordinal));
    }

    // artifacts/bin/{project}/{configuration}
    private static string AppAssembly
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(configuration.Parent!.Parent!.FullName, "Functions", configuration.Name, "Antivirus.Functions.dll");
        }
    }

    private static IEnumerable<string> SharedSources() =>
        Directory.EnumerateFiles(RepositoryFolder.File("Functions"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".Local.cs", StringComparison.Ordinal));
}
