using System.Text.Json;

namespace Antivirus.LocalHost.Hosting;

/// <summary>The parts of <c>host.json</c> that count here, with the Functions host's defaults.</summary>
internal sealed record HostJson(int MaxDegreeOfParallelism, int PoisonBlobThreshold, string RoutePrefix, TimeSpan FunctionTimeout)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Log levels by category, as <c>logging:logLevel</c> gives them.</summary>
    public IReadOnlyDictionary<string, string> LogLevels { get; private init; } = new Dictionary<string, string>();

    public static HostJson Default { get; } = new(8 * Environment.ProcessorCount, 5, "api", TimeSpan.FromMinutes(30));

    /// <summary>The file beside the app, else the one in the host's folder.</summary>
    public static HostJson Load(HostFolder home)
    {
        string[] places = [Path.Combine(AppContext.BaseDirectory, "host.json"), home.File("host.json")];
        return places.FirstOrDefault(File.Exists) is { } path ? Parse(path, File.ReadAllText(path)) : Default;
    }

    public static HostJson Parse(string path, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return Read(document.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            throw new StartException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    private static HostJson Read(JsonElement root) => new(
        AtLeastOne(root, "extensions.blobs.maxDegreeOfParallelism", Default.MaxDegreeOfParallelism),
        AtLeastOne(root, "extensions.blobs.poisonBlobThreshold", Default.PoisonBlobThreshold),
        (Find(root, "extensions.http.routePrefix")?.GetString() ?? Default.RoutePrefix).Trim('/'),
        Find(root, "functionTimeout")?.GetString() is { } timeout ? ReadTimeout(timeout) : Default.FunctionTimeout)
    {
        LogLevels = Find(root, "logging.logLevel") is { } levels ? levels.EnumerateObject()
            .ToDictionary(level => level.Name, level => level.Value.GetString()!) : [],
    };

    // The Functions host writes "unlimited" as -1.
    private static TimeSpan ReadTimeout(string timeout) =>
        timeout == "-1" ? Timeout.InfiniteTimeSpan : TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture);

    private static int AtLeastOne(JsonElement root, string path, int otherwise) => Find(root, path)?.GetInt32() switch
    {
        null => otherwise,
        < 1 => throw new FormatException($"{path} must be at least 1."),
        { } value => value,
    };

    private static JsonElement? Find(JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element;
    }
}
