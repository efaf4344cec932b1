namespace Antivirus.LocalHost.Blobs;

/// <summary>The answer to a claim of a blob: the held receipt, or why there is none.</summary>
/// <param name="Held">The receipt; null when the claim was refused.</param>
/// <param name="IsCompleted">Whether nothing is left to do for this version of the blob.</param>
/// <param name="NotBefore">When the next try may begin, where a pause is on record.</param>
/// <param name="IsTakenOver">Whether the instance that had the blob in work died.</param>
internal sealed record Claim(HeldReceipt? Held, bool IsCompleted = false, DateTimeOffset? NotBefore = null, bool IsTakenOver = false)
{
    public static Claim Completed { get; } = new(Held: null, IsCompleted: true);

    /// <summary>Another instance holds it.</summary>
    public static Claim Busy { get; } = new(Held: null);
}
