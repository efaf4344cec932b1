using System.Net.Sockets;
using Azure;
using Azure.Identity;

namespace Antivirus.LocalHost.Blobs;

/// <summary>Tells what storage or the way to it brings about from what code does wrong.</summary>
internal static class StorageTrouble
{
    public static bool Is(Exception failure) => failure switch
    {
        RequestFailedException or AuthenticationFailedException or HttpRequestException or IOException or SocketException => true,
        AggregateException many => many.InnerExceptions.All(Is),
        // The client's own network timeout; a stop is asked about before.
        TaskCanceledException => true,
        _ => false,
    };

    /// <summary>In one line, without addresses or signatures.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        RequestFailedException { Status: > 0 } refused => $"{refused.Status} {refused.ErrorCode}".TrimEnd(),
        RequestFailedException { InnerException: { } inner } => Describe(inner),
        AggregateException { InnerExceptions: [var first, ..] } => Describe(first),
        HttpRequestException { InnerException: SocketException socket } => socket.SocketErrorCode.ToString(),
        HttpRequestException http => http.HttpRequestError.ToString(),
        SocketException socket => socket.SocketErrorCode.ToString(),
        _ => failure.GetType().Name,
    };
}
