using System.Reflection;
using Antivirus.Functions.Access;
using Antivirus.Functions.Api;
using Antivirus.Functions.Emails;
using Antivirus.Functions.Institutions;
using Antivirus.Functions.Runs;
using Antivirus.LocalHost.Hosting;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Storage;

namespace Antivirus.Functions;

/// <summary>What may stand behind the app's name when it is started as a server of its own.</summary>
internal static class CommandLine
{
    public const string Help = """
        Antivirus para la deserción: receives cohorts, writes risk reports, sends emails.

        Usage: Antivirus.Functions [options] [--Setting__Name value]

          --port <number>      listens on 127.0.0.1 at this port (7071)
          --urls <addresses>   listens on these addresses, separated by ;
          --demo               sends a sample cohort through the whole way
          --once               with --demo: ends when it is through
          --version            prints the version
          --help               prints this

        Every setting may be given too, and stands above the environment and local.settings.json:
          --AntivirusStorage UseDevelopmentStorage=true --Email__Transport Smtp
        README.md, docs/operations.md and docs/campus-server.md list the settings.

        """;

    private static readonly string[] Switches = ["demo", "once"];
    private static readonly string[] WithValue =
        ["port", "urls", "environment", StorageConnection.Setting, "ENDPOINT_NAME", "AzureWebJobsStorage"];
    private static readonly string[] Prefixes = ["AWS_", "ASPNETCORE_", "DOTNET_", "OTEL_", "APPLICATIONINSIGHTS_", "FUNCTIONS_"];

    private static readonly string[] Sections =
    [
        ApiOptions.Section, AuthOptions.Section, EmailOptions.Section, InstitutionsOptions.Section, LocalHostOptions.Section,
            SageMakerOptions.Section,
        StorageConnection.Setting, "Kestrel", "Logging",
    ];

    private static string Version =>
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Answers <c>--help</c>, <c>--version</c> and arguments that mean nothing.</summary>
    /// <returns>The exit code; null when the app is to start.</returns>
    public static int? Answer(string[] args, TextWriter output, TextWriter error)
    {
        if (args.Any(argument => argument is "--help" or "-h" or "-?"))
        {
            output.Write(Help);
            return 0;
        }

        if (args.Contains("--version"))
        {
            output.WriteLine(Version);
            return 0;
        }

        if (FindUnknown(args) is not { } unknown)
        {
            return null;
        }

        error.WriteLine($"'{unknown}' is not an argument of this program, nor a setting. --help lists them.");
        return 2;
    }

    /// <summary>Without its value: that may be a key.</summary>
    private static string? FindUnknown(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..].Split('=', 2)[0] : "";
            if (!IsKnown(name))
            {
                return args[i].Split('=', 2)[0];
            }

            // The value of the one before it, as the host's settings read it.
            var takesNext = !Switches.Contains(name, StringComparer.OrdinalIgnoreCase) && !args[i].Contains('=', StringComparison.Ordinal)
                && i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            i += takesNext ? 1 : 0;
        }

        return null;
    }

    private static bool IsKnown(string name)
    {
        var parts = name.Replace("__", ":", StringComparison.Ordinal).Split(':');
        return parts.Length > 1
            ? Sections.Contains(parts[0], StringComparer.OrdinalIgnoreCase)
            : Switches.Concat(WithValue).Concat(RootSettings.Names).Contains(name, StringComparer.OrdinalIgnoreCase)
                || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>The settings that stand in no section.</summary>
internal static class RootSettings
{
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(StorageOptions).GetProperties().Concat(typeof(ScoringOptions).GetProperties()).Where(property => property.CanWrite)
            .Select(property => property.Name)];
}
