using System.Text.Json;

namespace Antivirus.Support;

/// <summary>What an Azurite has written to its folder, and so keeps when it is killed; it writes some seconds late.</summary>
public static class AzuriteDisk
{
    /// <summary>Whether all these blobs are there, with their content.</summary>
    public static bool Holds(string folder, IReadOnlyCollection<string> names)
    {
        var extents = Entries(folder, "__azurite_db_blob_extent__.json", "$EXTENTS_COLLECTION$")
            .Select(extent => extent.GetProperty("id").GetString()!).ToHashSet(StringComparer.Ordinal);
        var stored = Entries(folder, "__azurite_db_blob__.json", "$BLOBS_COLLECTION$")
            .Where(blob => ExtentsOf(blob).All(extents.Contains))
            .Select(blob => blob.GetProperty("name").GetString()!).ToHashSet(StringComparer.Ordinal);
        return names.All(stored.Contains);
    }

    private static List<JsonElement> Entries(string folder, string file, string collection)
    {
        var path = Path.Combine(folder, file);
        return !File.Exists(path) ? []
            : [.. JsonElement.Parse(File.ReadAllBytes(path)).GetProperty("collections").EnumerateArray()
                .Where(found => found.GetProperty("name").ValueEquals(collection))
                .SelectMany(found => found.GetProperty("data").EnumerateArray())];
    }

    /// <summary>The files that hold a blob's bytes: one of its own, or those of its blocks.</summary>
    private static IEnumerable<string> ExtentsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property =>
            property.NameEquals("persistency") && property.Value.ValueKind == JsonValueKind.Object
                ? [property.Value.GetProperty("id").GetString()!]
                : ExtentsOf(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(ExtentsOf),
        _ => [],
    };
}
