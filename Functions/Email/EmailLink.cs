namespace Antivirus.Functions.Email;

/// <summary>A link that downloads one report, for a time.</summary>
public sealed record EmailLink(Uri Url, DateTimeOffset ExpiresAt);
