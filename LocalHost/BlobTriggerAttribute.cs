namespace Antivirus.LocalHost;

/// <summary>Where the Functions host hears of new blobs; this host polls either way.</summary>
public enum BlobTriggerSource
{
    LogsAndContainerScan = 0,
    EventGrid = 1,
}

/// <summary>Calls the function for each new or changed blob of a path such as <c>%Setting%/{name}</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BlobTriggerAttribute(string blobPath) : Attribute
{
    public string BlobPath { get; } = blobPath;

    /// <summary>Name of the connection setting.</summary>
    public string? Connection { get; set; }

    public BlobTriggerSource Source { get; set; }
}
