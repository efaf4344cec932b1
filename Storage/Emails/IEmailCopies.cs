namespace Antivirus.Storage.Emails;

/// <summary>What an erasure needs to know of how emails are sent here, and the copies of them that lie on this machine.</summary>
public interface IEmailCopies
{
    /// <summary>How long the claim of a sender that died holds.</summary>
    TimeSpan ClaimTime { get; }

    /// <summary>Deletes the copies of a report's emails.</summary>
    /// <returns>How many there were.</returns>
    Task<int> DeleteAsync(string report, CancellationToken cancellationToken);

    /// <summary>Deletes the copies of an institution's emails that name a student, in their text or in what is attached.</summary>
    /// <returns>How many there were.</returns>
    Task<int> DeleteMentionsAsync(string iesCode, string id, CancellationToken cancellationToken);
}
