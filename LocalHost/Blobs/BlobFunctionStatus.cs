namespace Antivirus.LocalHost.Blobs;

/// <summary>How one blob function is, for a monitor.</summary>
/// <param name="Storage"><c>ok</c>, or <c>out of reach</c> while the host waits for it.</param>
/// <param name="Waiting">Blobs seen in the last look that are still to be done.</param>
internal sealed record BlobFunctionStatus(string Function, string Container, string Storage, int Waiting, int InFlight, long Done,
    long FailedTries, long Poisoned);
