using System.Reflection;
using System.Text.RegularExpressions;
using Antivirus.Functions.Access;
using Antivirus.Functions.Api;
using Antivirus.Functions.Emails;
using Antivirus.Functions.Institutions;
using Antivirus.Functions.Runs;
using Antivirus.LocalHost.Hosting;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Storage;
using Antivirus.Storage.Models;
using Antivirus.Storage.Retention;
using Antivirus.Support;

namespace Antivirus.Functions.Tests;

/// <summary>Holds <c>docs/settings.md</c> and the README's table to the options that the app binds.</summary>
public sealed partial class SettingsDocTests
{
    /// <summary>What the app reads without an options class of its own.</summary>
    private static readonly string[] Others =
    [
        "AntivirusStorage", "AntivirusStorage__blobServiceUri", "AntivirusStorage__queueServiceUri", "AntivirusStorage__credential",
            "AntivirusStorage__clientId",
        "LocalHost__Port", "Logging__LogLevel__Default", "Logging__LogLevel__{category}", "OTEL_EXPORTER_OTLP_ENDPOINT",
            "APPLICATIONINSIGHTS_CONNECTION_STRING",
    ];

    [Fact]
    public void Every_setting_of_the_app_is_documented_and_every_documented_one_exists()
    {
        // Arrange
        string[] settings =
        [
            .. Others,
            .. Of<StorageOptions>(""), .. Of<ModelsOptions>("Models__"), .. Of<RetentionOptions>("Retention__"),
                .. Of<QuotaOptions>("Quota__"), .. Of<ScoringOptions>(""), .. Of<EmailOptions>("Email__"),
                .. Of<AuthOptions>("Auth__"),
                .. Of<ApiOptions>("Api__"),
            .. Of<InstitutionOptions>("Ies__{code}__"), .. Of<LocalHostOptions>("LocalHost__"), .. Of<SageMakerOptions>("SageMaker__"),
        ];

        // Act
        var documented = Documented("docs", "settings.md");

        // Assert
        Assert.Equal(settings.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_readme_shows_no_setting_that_does_not_exist()
    {
        var all = Documented("docs", "settings.md");

        Assert.All(Documented("README.md"), setting => Assert.Contains(setting, all));
    }

    /// <summary>Names in the first column of the tables of settings.</summary>
    private static HashSet<string> Documented(params string[] file) =>
    [
        .. File.ReadLines(RepositoryFolder.File(file))
            .SkipWhile(line => !line.StartsWith("| setting ", StringComparison.Ordinal))
            .TakeWhile(line => !line.StartsWith("## Words", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Name().Matches(line[..line.IndexOf(" | ", StringComparison.Ordinal)]))
            .Select(match => match.Groups["name"].Value)
            .Where(name => !name.StartsWith("--", StringComparison.Ordinal)),
    ];

    /// <summary>The settings that the binder reads into a class: what can be set, or is a list or a class of its own.</summary>
    private static IEnumerable<string> Of<T>(string prefix) => Of(typeof(T), prefix);

    private static IEnumerable<string> Of(Type type, string prefix)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => !SetInCode(property)))
        {
            var name = prefix + property.Name;
            if (property.PropertyType.Name.Contains("Dictionary", StringComparison.Ordinal))
            {
                yield return property.PropertyType.GenericTypeArguments[1] == typeof(string) ? name + "__{name}" : name + "__{code}__0";
            }
            else if (property.PropertyType.IsGenericType && property.PropertyType.IsAssignableTo(typeof(System.Collections.IEnumerable)))
            {
                yield return name + "__0";
            }
            else if (property.SetMethod is not null)
            {
                yield return name;
            }
            else if (property.PropertyType.Namespace == type.Namespace)
            {
                foreach (var inner in Of(property.PropertyType, name + "__"))
                {
                    yield return inner;
                }
            }
        }
    }

    private static bool SetInCode(PropertyInfo property) =>
        property.DeclaringType == typeof(LocalHostOptions) && property.Name is nameof(LocalHostOptions.AuthorizedByApp)
            or nameof(LocalHostOptions.AllowedOrigins) or nameof(LocalHostOptions.HomePath);

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();
}
