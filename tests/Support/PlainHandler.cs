namespace Antivirus.Support;

/// <summary>What an HTTP client of the tests stands on.</summary>
public static class PlainHandler
{
    /// <summary>Shows answers as they are. A body that waits for the server's word waits until it comes: an early refusal would meet one
    /// that is being sent, as it does after the usual second on a busy machine.</summary>
    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Expect100ContinueTimeout = TimeSpan.FromMinutes(1),
    };
}
