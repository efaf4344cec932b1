using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Antivirus.Functions.Tests.Emails.Delivery;

/// <summary>A line to storage that breaks, and may come back.</summary>
internal sealed class CutLine : HttpPipelinePolicy
{
    public bool IsCut { get; set; }

    /// <summary>Storage at the other end, asked once for everything.</summary>
    public BlobServiceClient Connect(string connectionString)
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 0 } };
        options.AddPolicy(this, HttpPipelinePosition.PerCall);
        return new BlobServiceClient(connectionString, options);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The app calls storage asynchronously.");

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        IsCut ? throw new RequestFailedException("The line is cut.") : ProcessNextAsync(message, pipeline);
}
