namespace Antivirus.Blobs;

/// <summary>Another instance works on what a blob stands for. It is not a failed try: the trigger's host asks again soon.</summary>
public sealed class BlobBusyException(string blobName) : Exception($"Another instance works on {blobName}; it is tried again soon.");
