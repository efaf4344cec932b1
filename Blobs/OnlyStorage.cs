using Azure.Core;
using Azure.Core.Pipeline;

namespace Antivirus.Blobs;

/// <summary>
/// Takes answers of storage only. A proxy or a captive portal answers a page, often with status 200, that would pass for the content of a
/// blob, or with 404, that would pass for its absence. Such an answer counts as a line that dropped: it is asked for again.
/// </summary>
internal sealed class OnlyStorage : HttpPipelineSynchronousPolicy
{
    // Each answer of Azure Storage and of Azurite has it.
    private const string Mark = "x-ms-request-id";
    private const int PayloadTooLarge = 413;
    private const int FirstServerError = 500;

    public override void OnReceivedResponse(HttpMessage message)
    {
        // The client repeats errors of servers by itself, and a proxy that takes no large bodies must be seen as such.
        if (!message.Response.Headers.Contains(Mark) && message.Response.Status is < FirstServerError and not PayloadTooLarge)
        {
            throw new NotStorageException();
        }
    }
}
