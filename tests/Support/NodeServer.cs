using System.Diagnostics;

namespace Antivirus.Support;

/// <summary>Starts servers of the tests so that none outlives them: each ends with the process that started it, also when that was killed
/// or when a fixture failed before anybody could stop the server.</summary>
internal static class NodeServer
{
    /// <summary>Its input is a line from this process, on which nothing is ever written; the server ends when it is closed.</summary>
    /// <param name="arguments">The script, and its own arguments.</param>
    public static ProcessStartInfo StartInfo(params IEnumerable<string> arguments) => new("node",
        ["--require", RepositoryFolder.File("tests", "Support", "end-with-parent.cjs"), .. arguments])
    {
        RedirectStandardInput = true,
        UseShellExecute = false,
    };
}
