using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Antivirus.LocalHost.Hosting;

/// <summary>Settings, the later over the earlier: <c>local.settings.json</c>, environment variables, the command line.</summary>
internal static class HostSettings
{
    public const string FileName = "local.settings.json";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static void AddTo(ConfigurationManager configuration, HostFolder home, string[] args)
    {
        var path = home.File(FileName);
        if (File.Exists(path))
        {
            configuration.AddInMemoryCollection(ReadFile(path, File.ReadAllText(path)));
        }

        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(ReadArguments(args));
    }

    /// <summary>The section <c>Values</c>; <c>__</c> stands for <c>:</c> as in environment variables.</summary>
    public static Dictionary<string, string?> ReadFile(string path, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            var root = document.RootElement;
            if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
            {
                throw new StartException(
                    $"{path} is encrypted, which this host cannot read: set IsEncrypted to false and give plain values.");
            }

            return root.TryGetProperty("Values", out var values)
                ? values.EnumerateObject()
                    .ToDictionary(value => value.Name.Replace("__", ":", StringComparison.Ordinal), Text, StringComparer.OrdinalIgnoreCase)
                : [];
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new StartException(
                $"{path} cannot be read: {failure.Message} It looks like {{\"Values\": {{\"AntivirusStorage\": " +
                $"\"UseDevelopmentStorage=true\"}}}}.", failure);
        }
    }

    /// <summary><c>--name value</c> and <c>--name=value</c>; a name without a value is a switch (the framework's reader takes the next
    /// switch for its value).</summary>
    public static Dictionary<string, string?> ReadArguments(string[] args)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                continue;
            }

            var name = args[i][2..];
            if (name.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
            {
                settings[Key(name[..equals])] = name[(equals + 1)..];
            }
            else
            {
                var hasValue = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
                settings[Key(name)] = hasValue ? args[++i] : "true";
            }
        }

        return settings;
    }

    private static string Key(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    private static string? Text(JsonProperty value) => value.Value.ValueKind switch
    {
        JsonValueKind.String => value.Value.GetString(),
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => value.Value.GetRawText(),
        JsonValueKind.Null => null,
        _ => throw new JsonException($"'{value.Name}' must be a text."),
    };
}
