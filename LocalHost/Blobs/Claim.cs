namespace Antivirus.LocalHost.Blobs;

/// <summary>The answer to a claim of a blob: the held receipt, or why there is none.</summary>
/// <param name="Lease">The receipt under its lease; null when the claim was refused.</param>
/// <param name="IsCompleted">Whether this version of the blob is processed already.</param>
/// <param name="NotBefore">When the next try may begin, where a pause is on record.</param>
internal sealed record Claim(HeldReceipt? Lease, bool IsCompleted, DateTimeOffset? NotBefore)
{
    public static Claim Completed { get; } = new(null, IsCompleted: true, null);

    /// <summary>Another instance holds the lease.</summary>
    public static Claim Busy { get; } = new(null, IsCompleted: false, null);

    public static Claim Deferred(DateTimeOffset notBefore) => new(null, IsCompleted: false, notBefore);

    public static Claim Held(HeldReceipt lease) => new(lease, IsCompleted: false, null);
}
