using System.ComponentModel;
using System.Diagnostics;
using Antivirus.LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace Antivirus.LocalHost.Emulator;

/// <summary>Finds Azurite, or has npm install the version that is pinned.</summary>
internal sealed partial class AzuriteInstall(HostFolder home, ILogger<AzuriteInstall> logger)
{
    /// <summary>As in <c>package.json</c>, for where that is not at hand.</summary>
    public const string Version = "3.37.0";

    private static readonly string[] Script = ["node_modules", "azurite", "dist", "src", "azurite.js"];

    /// <returns>Path of Azurite's script.</returns>
    /// <exception cref="StartException">Node.js is missing, or the install failed.</exception>
    public async Task<string> FindAsync(CancellationToken cancellationToken)
    {
        await RequireNodeAsync(cancellationToken);
        var repository = FindPackage(home.Path) ?? FindPackage(AppContext.BaseDirectory);
        var folder = repository ?? home.File(".azurite", "npm");
        var script = Path.Combine([folder, .. Script]);
        if (!File.Exists(script))
        {
            LogInstalls(Version, folder);
            Directory.CreateDirectory(folder);
            string[] arguments = repository is null
                ? ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", $"azurite@{Version}"]
                : ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress"];
            await RunNpmAsync(folder, arguments, cancellationToken);
        }

        return script;
    }

    /// <summary>The nearest folder upwards whose <c>package.json</c> names Azurite.</summary>
    public static string? FindPackage(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            var package = Path.Combine(folder.FullName, "package.json");
            if (File.Exists(package) && File.ReadAllText(package).Contains("\"azurite\"", StringComparison.Ordinal))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    private static async Task RequireNodeAsync(CancellationToken cancellationToken)
    {
        var (code, output) = await RunAsync("node", ["--version"], ".", cancellationToken)
            ?? throw new StartException(
                "Storage is set to UseDevelopmentStorage=true, nothing listens on port 10000, and Node.js, which Azurite needs, is not " +
                "there. Install Node.js 20 or later (https://nodejs.org), or start Azurite elsewhere, or set AntivirusStorage to the " +
                    "connection string of a storage account.");
        if (code != 0 || !System.Version.TryParse(output.Trim().TrimStart('v'), out var version) || version.Major < 20)
        {
            throw new StartException(
                $"Azurite needs Node.js 20 or later; 'node --version' says '{output.Trim()}'. Install it from https://nodejs.org, or set " +
                "AntivirusStorage to another account.");
        }
    }

    private static async Task RunNpmAsync(string folder, string[] arguments, CancellationToken cancellationToken)
    {
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var (code, output) = await RunAsync(npm, arguments, folder, cancellationToken)
            ?? throw new StartException("npm is missing, which installs Azurite; it comes with Node.js (https://nodejs.org).");
        if (code != 0)
        {
            throw new StartException($"'npm {string.Join(' ', arguments)}' in {folder} failed: {output.Trim()}");
        }
    }

    /// <summary>Null when there is no such program.</summary>
    private static async Task<(int Code, string Output)?> RunAsync(string program, string[] arguments, string folder,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, process.ExitCode == 0 ? output : output + await errors);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "Installing Azurite {Version} into {Folder}, once.")]
    private partial void LogInstalls(string version, string folder);
}
