namespace Antivirus.LocalHost.Blobs;

/// <summary>What asking for a blob's work came to: one of a lease, "it is over already", "another has it", "not yet".</summary>
internal sealed record Claim(HeldReceipt? Lease, bool IsOver, DateTimeOffset? Later)
{
    public static Claim Over { get; } = new(null, IsOver: true, null);

    /// <summary>Another instance holds the lease.</summary>
    public static Claim Busy { get; } = new(null, IsOver: false, null);

    public static Claim NotBefore(DateTimeOffset time) => new(null, IsOver: false, time);

    public static Claim Taken(HeldReceipt lease) => new(lease, IsOver: false, null);
}
