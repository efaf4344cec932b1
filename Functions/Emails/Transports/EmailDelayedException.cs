namespace Antivirus.Functions.Emails.Transports;

/// <summary>An email could not leave now; the claim is given back and the trigger tries again.</summary>
internal sealed class EmailDelayedException(string reason, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>How long the provider asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The content had left when the answer was lost: the provider may have accepted the email.</summary>
    public bool MayHaveArrived { get; init; }
}
