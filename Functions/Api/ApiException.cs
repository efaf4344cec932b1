namespace Antivirus.Functions.Api;

/// <summary>A request that cannot be answered as asked; the message is for the caller, in Spanish.</summary>
internal sealed class ApiException(int status, string message, int? retryAfterSeconds = null) : Exception(message)
{
    /// <summary>When another try makes sense; null when something has to change first.</summary>
    public int? RetryAfterSeconds { get; } = retryAfterSeconds;

    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; } = status;
}
