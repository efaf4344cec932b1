namespace Antivirus.Storage;

/// <summary>Blobs that programs leave beside the files of people: they are neither scored nor refused nor listed.</summary>
public static class IgnoredUploads
{
    // How hierarchical accounts and older tools mark a folder that they store as a blob.
    internal const string FolderMetadata = "hdi_isfolder";

    private static readonly string[] SystemFiles = ["thumbs.db", "desktop.ini", "ehthumbs.db"];

    /// <summary>Whether the name alone tells: <c>folder/</c>, hidden files such as <c>.DS_Store</c> and <c>._a.csv</c>, Office's lock
    /// files.</summary>
    public static bool Matches(string name)
    {
        var file = name[(name.LastIndexOf('/') + 1)..];
        return file.Length == 0 || file[0] == '.' || file.StartsWith("~$", StringComparison.Ordinal)
            || SystemFiles.Contains(file, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether the blob stands for a folder.</summary>
    public static bool IsFolder(IDictionary<string, string>? metadata) =>
        metadata is not null && metadata.Any(entry => entry.Key.Equals(FolderMetadata, StringComparison.OrdinalIgnoreCase)
            && entry.Value.Equals("true", StringComparison.OrdinalIgnoreCase));
}
