namespace Antivirus.Functions.Emails.Transports;

/// <summary>The two calls to Azure Communication Services; its package is there only in a build with <c>AcsPackage</c>.</summary>
internal interface IAcsWire
{
    /// <summary>Starts a send and gives its id.</summary>
    /// <exception cref="AcsFailedException">The service refused.</exception>
    Task<string> StartAsync(AcsMessage message, CancellationToken cancellationToken);

    /// <summary>How a started send stands: <c>Running</c>, <c>Succeeded</c>, <c>Failed</c>….</summary>
    /// <exception cref="AcsFailedException">The send failed, or its status cannot be read.</exception>
    Task<string> ReadStatusAsync(string id, CancellationToken cancellationToken);
}

/// <summary>The service's refusal: HTTP status (0 when it was not reached), its error code, and how long it asks to wait.</summary>
internal sealed class AcsFailedException(int status, string? code, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Status => status;

    public string? Code => code;

    public TimeSpan? RetryAfter { get; init; }
}
