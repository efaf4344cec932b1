using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Antivirus.Blobs;

/// <summary>
/// Azurite answers 500 without a body to a listing that holds a name which XML cannot hold. Such a listing is not repeated, and gets a body
/// that the client can read; else it fails on the XML that it expects, and nobody sees the status.
/// </summary>
internal sealed class AzuriteErrors : HttpPipelineSynchronousPolicy
{
    private const string Body = "<Error><Code>InternalError</Code><Message>The answer had no body.</Message></Error>";

    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Uri.Query.Contains("comp=list", StringComparison.Ordinal))
        {
            message.ResponseClassifier = new ListingClassifier(message.ResponseClassifier);
        }
    }

    public override void OnReceivedResponse(HttpMessage message)
    {
        if (IsOfAzurite(message.Response) && message.Response.ContentStream is null or { CanSeek: true, Length: 0 })
        {
            message.Response.ContentStream = BinaryData.FromString(Body).ToStream();
        }
    }

    /// <summary>Whether Azurite itself failed, not something that stands before it.</summary>
    internal static bool IsOfAzurite(Response response) => response.Status == 500
        && response.Headers.TryGetValue("Server", out var server) && server.StartsWith("Azurite", StringComparison.Ordinal);

    private sealed class ListingClassifier(ResponseClassifier usual) : ResponseClassifier
    {
        public override bool IsErrorResponse(HttpMessage message) => usual.IsErrorResponse(message);

        public override bool IsRetriableResponse(HttpMessage message) =>
            !IsOfAzurite(message.Response) && usual.IsRetriableResponse(message);

        public override bool IsRetriableException(Exception exception) => usual.IsRetriableException(exception);

        public override bool IsRetriable(HttpMessage message, Exception exception) => usual.IsRetriable(message, exception);
    }
}
