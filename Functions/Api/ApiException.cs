namespace Antivirus.Functions.Api;

/// <summary>A request that cannot be answered as asked; the message is for the caller, in Spanish.</summary>
internal sealed class ApiException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; } = status;
}
