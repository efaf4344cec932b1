namespace Antivirus.Blobs;

/// <summary>Something else answered in the place of storage. To the client it is a line that dropped.</summary>
public sealed class NotStorageException() : IOException("What answered is not storage: a proxy stands before it, or its address is wrong.");
