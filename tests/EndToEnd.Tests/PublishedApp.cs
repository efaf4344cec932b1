using System.Diagnostics;
using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>The app as <c>dotnet publish</c> makes it for Azure, without the email package that not every registry has.</summary>
internal static class PublishedApp
{
    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    /// <summary>The folder of the app: the one that the environment names, or else one that is published once per test run.</summary>
    public static Task<string> FolderAsync() => Published.Value;

    private static async Task<string> PublishAsync()
    {
        if (Environment.GetEnvironmentVariable("PUBLISHED_APP") is { Length: > 0 } published)
        {
            return published;
        }

        // Artifacts of its own: a build of the solution may be going on.
        var artifacts = RepositoryFolder.File("artifacts", "published");
        var app = Path.Combine(artifacts, "app");
        if (Directory.Exists(app))
        {
            Directory.Delete(app, recursive: true);
        }

        // The build of the solution ran the analyzers. Servers that outlive the command would keep its output open.
        var publish = new ProcessStartInfo("dotnet",
            ["publish", "Functions", "-c", "Release", "-p:AcsPackage=false", $"-p:ArtifactsPath={artifacts}", "-o", app,
            "-p:RunAnalyzers=false", "-nologo", "-v", "q", "-tl:off", "-nodeReuse:false", "-p:UseSharedCompilation=false"])
        {
            WorkingDirectory = RepositoryFolder.Root,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(publish)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"'dotnet publish Functions' failed: {output}");
        return app;
    }
}
