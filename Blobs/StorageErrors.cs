using System.Net.Sockets;
using Azure;
using Azure.Identity;

namespace Antivirus.Blobs;

/// <summary>Tells failures of storage, or of the network to it, from faults of the code.</summary>
public static class StorageErrors
{
    public static bool IsTransient(Exception failure) => failure switch
    {
        RequestFailedException or AuthenticationFailedException or HttpRequestException or IOException or SocketException
            or BlobBusyException => true,
        AggregateException many => many.InnerExceptions.All(IsTransient),
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
        NotStorageException => "an answer that is not storage's; a proxy's?",
        HttpRequestException { InnerException: SocketException socket } => socket.SocketErrorCode.ToString(),
        HttpRequestException http => http.HttpRequestError.ToString(),
        SocketException socket => socket.SocketErrorCode.ToString(),
        _ => failure.GetType().Name,
    };
}
