using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using Antivirus.Support;

namespace Antivirus.Infra.Tests;

/// <summary>The Bicep compiler of the package, on a copy of <c>infra/</c> that a test may change.</summary>
internal sealed class BicepCompiler : IDisposable
{
    private const string Subscription = "11111111-1111-1111-1111-111111111111";

    private readonly TemporaryFolder _copy = new();

    public BicepCompiler()
    {
        foreach (var file in Directory.EnumerateFiles(Infra, "*", SearchOption.AllDirectories))
        {
            var target = _copy.File(Path.GetRelativePath(Infra, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public static string Infra => RepositoryFolder.File("infra");

    public void Replace(string file, string content) => File.WriteAllText(_copy.File(file), content);

    /// <summary>The ARM template, nested templates within.</summary>
    public JsonNode Build(string template) => JsonNode.Parse(Run(["build", _copy.File(template), "--stdout"], []))!;

    /// <summary>The resources that a deployment with these environment variables would make, conditions and loops evaluated.</summary>
    public IReadOnlyList<JsonNode> Predict(string parameters, params (string Name, string Value)[] environment)
    {
        // The main template makes its resource group; the other one is deployed into it.
        string[] group = parameters == "main.bicepparam" ? [] : ["--resource-group", "rg-test"];
        Run(["snapshot", _copy.File(parameters), "--mode", "overwrite", "--subscription-id", Subscription, .. group], environment);
        var snapshot = JsonNode.Parse(File.ReadAllText(_copy.File(Path.ChangeExtension(parameters, ".snapshot.json"))))!;
        return [.. snapshot["predictedResources"]!.AsArray().Select(resource => resource!)];
    }

    public void Dispose() => _copy.Dispose();

    private static string Run(IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(Executable(), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var bicep = Process.Start(start)!;
        var errors = bicep.StandardError.ReadToEndAsync();
        var output = bicep.StandardOutput.ReadToEnd();
        bicep.WaitForExit();
        Assert.True(bicep.ExitCode == 0, errors.Result);
        return output;
    }

    private static string Executable()
    {
        var folder = typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(entry => entry.Key == "BicepFolder").Value!;
        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(folder, "bicep.exe");
        }

        // Packages carry no permissions.
        var executable = Path.Combine(folder, "bicep");
        File.SetUnixFileMode(executable, File.GetUnixFileMode(executable) | UnixFileMode.UserExecute);
        return executable;
    }
}
