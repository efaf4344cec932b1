using System.Text.RegularExpressions;

namespace Antivirus.LocalHost.Hosting;

/// <summary>Says of a setting whose text is not a value of its type which one it is and what it may be; the framework names a .NET
/// type.</summary>
internal static partial class UnreadableSetting
{
    /// <summary>The sentence; null when the failure is another one. The value is left out: it may be a key in the wrong place.</summary>
    public static string? Explain(InvalidOperationException failure) =>
        failure.TargetSite?.DeclaringType?.Assembly.GetName().Name == "Microsoft.Extensions.Configuration.Binder" && Message()
            .Match(failure.Message) is { Success: true } message
            ? $"Setting {message.Groups["setting"].Value.Replace(":", "__", StringComparison.Ordinal)} must be " +
                $"{Allowed(message.Groups["type"].Value)}."
            : null;

    private static string Allowed(string typeName) => Find(typeName) switch
    {
        { IsEnum: true } choice => $"one of {string.Join(", ", Enum.GetNames(choice))}",
        { } type when type == typeof(bool) => "true or false",
        { } type when type == typeof(TimeSpan) => "a time such as 00:05:00",
        { } type when type == typeof(int) || type == typeof(long) => "a whole number",
        { } type when type == typeof(double) => "a number",
        _ => "of another form",
    };

    private static Type? Find(string name) =>
        AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(name)).FirstOrDefault(type => type is not null);

    [GeneratedRegex("at '(?<setting>[^']+)' to type '(?<type>[^']+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Message();
}
