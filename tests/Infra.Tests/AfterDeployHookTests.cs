using System.Diagnostics;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using Antivirus.Support;

namespace Antivirus.Infra.Tests;

/// <summary>The hook runs for real, against an <c>az</c> that writes down what it is asked.</summary>
public sealed partial class AfterDeployHookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_subscriptions_are_made_once_the_webhook_has_its_key()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The POSIX hook does not run on Windows; its twin does.");

        var (code, output, asked) = Run(keyAfter: 3, existing: []);

        Assert.True(code == 0, output);
        Assert.Equal(3, asked.Count(call => call.StartsWith("functionapp keys list", StringComparison.Ordinal)));
        var deployment = Assert.Single(asked, call => call.StartsWith("deployment group create", StringComparison.Ordinal));
        Assert.Contains("--template-file infra/subscriptions.bicep", deployment, StringComparison.Ordinal);
        Assert.Contains("topicName=evgt", deployment, StringComparison.Ordinal);
        Assert.Contains("https://func.example", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_webhook_s_key_is_never_asked_for()
    {
        // Whether it is there is all that the query answers.
        Assert.All(Scripts(), script => Assert.All(
            File.ReadLines(script).Where(line => line.Contains("keys list", StringComparison.Ordinal)),
            line => Assert.Contains("--query \"systemKeys.blobs_extension && 'there'\"", line, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_app_that_never_starts_fails_the_deployment_and_says_what_to_do()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The POSIX hook does not run on Windows; its twin does.");

        var (code, output, asked) = Run(keyAfter: 99, existing: []);

        Assert.Equal(1, code);
        Assert.Contains("azd hooks run postdeploy", output, StringComparison.Ordinal);
        Assert.DoesNotContain(asked, call => call.StartsWith("deployment", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_shipped_model_is_published_under_its_version_with_a_pointer()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The POSIX hook does not run on Windows; its twin does.");

        var (code, output, asked) = Run(keyAfter: 1, existing: []);

        Assert.True(code == 0, output);
        string[] expected = ["prueba/7/MODEL_CARD.md", "prueba/7/model.json", "prueba/7/model.zip", "prueba/current.json"];
        Assert.Equal(expected, Uploads(asked));
    }

    [Fact]
    public void A_pointer_to_a_newer_model_is_left_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The POSIX hook does not run on Windows; its twin does.");

        var (code, _, asked) = Run(keyAfter: 1, existing: ["prueba/current.json", "prueba/7/model.json"]);

        Assert.Equal(0, code);
        string[] expected = ["prueba/7/MODEL_CARD.md", "prueba/7/model.zip"];
        Assert.Equal(expected, Uploads(asked));
    }

    [Fact]
    public void Both_twins_ask_az_for_the_same()
    {
        var posix = Commands(Scripts()[0], "$1", "$2");
        var windows = Commands(Scripts()[1], "$name", "$file");

        Assert.Equal(4, posix.Count);
        Assert.Equal(posix, windows);
    }

    [Fact]
    public void PowerShell_can_read_the_Windows_twin()
    {
        Parser.ParseFile(Scripts()[1], out _, out var errors);

        Assert.Empty(errors);
    }

    private static string[] Scripts() =>
        [Path.Combine(BicepCompiler.Infra, "hooks", "after-deploy.sh"), Path.Combine(BicepCompiler.Infra, "hooks", "after-deploy.ps1")];

    /// <summary>The calls of <c>az</c> in a script, with one notation for variables.</summary>
    private static List<string> Commands(string script, string name, string file) =>
    [
        .. File.ReadLines(script)
            .Where(line => !line.TrimStart().StartsWith("2.", StringComparison.Ordinal))
            .Select(line => AzCall().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Value.Replace("$env:", "$", StringComparison.Ordinal).Replace(name, "NAME", StringComparison.Ordinal)
                .Replace(file, "FILE", StringComparison.Ordinal)),
    ];

    private static IEnumerable<string> Uploads(IEnumerable<string> asked) =>
        asked.Where(call => call.StartsWith("storage blob upload", StringComparison.Ordinal))
            .Select(call => BlobName().Match(call).Groups[1].Value).Order(StringComparer.Ordinal);

    private (int Code, string Output, string[] Asked) Run(int keyAfter, string[] existing)
    {
        var log = _folder.File("az.log");
        WriteExecutable("az", $"""
            #!/bin/sh
            echo "$*" >> '{log}'
            case "$*" in
              'functionapp keys list'*) test "$(grep -c '^functionapp keys list' '{log}')" -lt {keyAfter} || echo there ;;
              'storage blob exists'*)
                name=$(echo "$*" | sed 's/.*--name \([^ ]*\).*/\1/')
                case " {string.Join(' ', existing)} " in *" $name "*) echo true ;; *) echo false ;; esac ;;
            esac
            """);
        WriteExecutable("curl", "#!/bin/sh\nexit 7\n");
        Directory.CreateDirectory(_folder.File("Model/Artefacts/prueba"));
        File.WriteAllText(_folder.File("Model/Artefacts/prueba/model.json"),
            "{\n  \"name\": \"prueba\",\n  \"version\": \"7\",\n  \"features\": []\n}\n");
        File.WriteAllText(_folder.File("Model/Artefacts/prueba/model.zip"), "");
        File.WriteAllText(_folder.File("Model/Artefacts/prueba/MODEL_CARD.md"), "");

        var start = new ProcessStartInfo("sh", [Scripts()[0]])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}",
                ["AZURE_RESOURCE_GROUP"] = "rg",
                ["FUNCTION_APP_NAME"] = "func",
                ["FUNCTION_APP_URL"] = "https://func.example",
                ["DATA_STORAGE_NAME"] = "stdatos",
                ["EVENT_TOPIC_NAME"] = "evgt",
                ["UPLOADS_CONTAINER"] = "cargadatosies",
                ["REPORTS_CONTAINER"] = "reportesies",
                ["MODELS_CONTAINER"] = "modelos",
                ["DEAD_LETTER_CONTAINER"] = "eventos-no-entregados",
                ["HOOK_WAITS"] = "5",
                ["HOOK_PAUSE_SECONDS"] = "0",
            },
        };
        using var hook = Process.Start(start)!;
        var errors = hook.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = hook.StandardOutput.ReadToEnd();
        hook.WaitForExit();
        return (hook.ExitCode, output + errors.Result, File.ReadAllLines(log));
    }

    private void WriteExecutable(string name, string script)
    {
        File.WriteAllText(_folder.File(name), script.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [GeneratedRegex(@"\baz (functionapp|deployment|storage) .*?--output \w+")]
    private static partial Regex AzCall();

    [GeneratedRegex(@"--name (\S+) --file")]
    private static partial Regex BlobName();
}
