using System.Collections;
using Antivirus.Functions.Access;
using Antivirus.Functions.Api;
using Antivirus.Functions.Emails;
using Antivirus.Functions.Institutions;
using Antivirus.LocalHost.Hosting;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Storage;
using Antivirus.Storage.Retention;
using Microsoft.Extensions.Configuration;

namespace Antivirus.Functions;

/// <summary>Settings under the app's own sections that nothing reads: a slip of the pen that would otherwise go unnoticed.</summary>
internal static class UnknownSettings
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        (ApiOptions.Section, typeof(ApiOptions)),
        (AuthOptions.Section, typeof(AuthOptions)),
        (EmailOptions.Section, typeof(EmailOptions)),
        (InstitutionsOptions.Section, typeof(InstitutionsOptions)),
        (LocalHostOptions.Section, typeof(LocalHostOptions)),
        (QuotaOptions.Section, typeof(QuotaOptions)),
        (RetentionOptions.Section, typeof(RetentionOptions)),
        (SageMakerOptions.Section, typeof(SageMakerOptions)),
    ];

    /// <summary>Their names as an environment variable has them; never a value.</summary>
    public static IReadOnlyList<string> Find(IConfiguration configuration) =>
        [.. Sections.SelectMany(section => Find(configuration.GetSection(section.Section), section.Options))
            .Select(path => path.Replace(":", "__", StringComparison.Ordinal))];

    private static IEnumerable<string> Find(IConfigurationSection section, Type type) => section.GetChildren().SelectMany(child =>
        ItemOf(type) is { } item ? Find(child, item)
        : IsLeaf(type) ? []
        : TypeOf(type, child.Key) is { } property ? Find(child, property)
        : (IEnumerable<string>)[child.Path]);

    /// <summary>Of a dictionary or a list, the type of its values.</summary>
    private static Type? ItemOf(Type type) => type.GetInterfaces().Append(type)
        .FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IEnumerable<>) && type != typeof(string))
        ?.GetGenericArguments()[0] is { } item
            ? item.IsGenericType && item.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) ? item.GetGenericArguments()[1] : item
            : null;

    private static bool IsLeaf(Type type) => type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true || type.IsEnum;

    private static Type? TypeOf(Type type, string key)
    {
        if (type == typeof(InstitutionOptions) && key.Equals(SageMakerOptions.Section, StringComparison.OrdinalIgnoreCase))
        {
            // An institution's own endpoint is read by itself.
            return typeof(SageMakerOptions);
        }

        var property = type.GetProperties().FirstOrDefault(each => each.Name.Equals(key, StringComparison.OrdinalIgnoreCase));
        return property is null || (!property.CanWrite && IsLeaf(property.PropertyType) && !typeof(IEnumerable)
            .IsAssignableFrom(property.PropertyType)) ? null : property.PropertyType;
    }
}
