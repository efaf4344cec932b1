using Azure;

namespace Antivirus.Storage.Emails;

/// <summary>The place of one report's email in the ledger, as it was read.</summary>
/// <param name="Entry">Null when nothing was ever written there.</param>
/// <param name="Version">ETag of the entry itself; what is written next replaces this version and no other.</param>
/// <param name="Age">Since its last write, by the storage's clock alone: clocks of instances may differ.</param>
public sealed record EmailSlot(string Report, EmailEntry? Entry, ETag Version, TimeSpan Age)
{
    /// <summary>Whether nothing is left to do for this version of the report.</summary>
    public bool IsSettledFor(ETag report) =>
        Entry is { State: EmailState.Sent or EmailState.Failed or EmailState.Erased } && Entry.ReportETag == report.ToString();

    /// <summary>Whether nothing is left to do for this content, which had another ETag.</summary>
    /// <remarks>Not so where it failed: who uploads the file again wants it sent.</remarks>
    public bool IsSettledAs(string sha256) => Entry is { State: EmailState.Sent or EmailState.Erased } && Entry.ReportSha256 == sha256;

    /// <summary>How long another instance's claim still holds; zero when there is none, or it died.</summary>
    public TimeSpan HeldFor(TimeSpan claimTime) =>
        Entry is { State: EmailState.Claimed } && Age < claimTime ? claimTime - Age : TimeSpan.Zero;
}
