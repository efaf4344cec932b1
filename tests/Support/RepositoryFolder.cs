using Xunit;

namespace Antivirus.Support;

/// <summary>Finds files of the repository, and of the <c>shared</c> folder beside it, from wherever the tests run.</summary>
public static class RepositoryFolder
{
    public static string Root { get; } = FindRoot();

    /// <summary>Path of a file of the repository.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Path of a file in <c>shared</c>; skips the test where that folder is absent.</summary>
    public static string Shared(params string[] parts)
    {
        var shared = Path.Combine(Root, "..", "shared");
        Assert.SkipUnless(Directory.Exists(shared), "The folder 'shared' beside the repository is absent.");
        return Path.GetFullPath(Path.Combine([shared, .. parts]));
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Antivirus.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests must run below the folder of Antivirus.sln.");
    }
}
