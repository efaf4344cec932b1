namespace Antivirus.LocalHost;

/// <summary>A version of a blob that no further try of its function follows.</summary>
/// <param name="Reason">What the last tries ended in, without anything of the blob's content.</param>
public sealed record GivenUpBlob(string Function, string Name, string ETag, string Reason);

/// <summary>Called before the message about a blob goes to the poison queue, where the app registers it. It may be called again for the
/// same blob.</summary>
public delegate Task OnBlobGivenUp(GivenUpBlob blob, CancellationToken cancellationToken);
