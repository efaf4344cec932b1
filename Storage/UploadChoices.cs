namespace Antivirus.Storage;

/// <summary>What the sender decided about an upload, kept with its blob as metadata.</summary>
/// <param name="IdColumn">Name of the column with the students' ids; found when null.</param>
/// <param name="Sheet">Name of the workbook's sheet; found when null.</param>
public sealed record UploadChoices(string? IdColumn, string? Sheet)
{
    private const string IdColumnKey = "columna";
    private const string SheetKey = "hoja";

    public static UploadChoices From(IDictionary<string, string> metadata) => new(Read(metadata, IdColumnKey), Read(metadata, SheetKey));

    /// <summary>Percent-encoded: metadata travels in headers, which are ASCII.</summary>
    public IDictionary<string, string>? ToMetadata()
    {
        var metadata = new Dictionary<string, string>();
        Write(metadata, IdColumnKey, IdColumn);
        Write(metadata, SheetKey, Sheet);
        return metadata.Count == 0 ? null : metadata;
    }

    private static string? Read(IDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out var value) ? Uri.UnescapeDataString(value) : null;

    private static void Write(Dictionary<string, string> metadata, string key, string? value)
    {
        if (value is not null)
        {
            metadata[key] = Uri.EscapeDataString(value);
        }
    }
}
