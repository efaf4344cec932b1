using System.Diagnostics;
using Xunit;

namespace Antivirus.Support;

/// <summary>The Node.js packages that package-lock.json pins.</summary>
internal static class NodePackages
{
    /// <summary>Installs them where one is missing; test assemblies run at the same time, so one of them does it.</summary>
    public static async Task InstallAsync(string package)
    {
        var folder = RepositoryFolder.File("node_modules", package);
        if (Directory.Exists(folder))
        {
            return;
        }

        await using var turn = await TakeTurnAsync(Path.Combine(Path.GetTempPath(), "antivirus-npm.lock"));
        if (Directory.Exists(folder))
        {
            return;
        }

        // Not "npm ci": it would first remove what other tests are running from.
        var npm = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            "install --no-save --ignore-scripts --no-audit --no-fund --no-progress")
        { WorkingDirectory = RepositoryFolder.Root };
        using var install = Process.Start(npm)!;
        await install.WaitForExitAsync();
        Assert.True(install.ExitCode == 0, "'npm install' failed in the repository's folder; the tests need Node.js 20 or later.");
    }

    private static async Task<FileStream> TakeTurnAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException)
            {
                await Task.Delay(200);
            }
        }
    }
}
