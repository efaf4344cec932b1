using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Antivirus.Support;

/// <summary>Stands in the way of a client's requests: lets the test act at a moment that it could not hit otherwise.</summary>
public sealed class Interference : HttpPipelinePolicy
{
    /// <summary>Before each request goes out; one that never ends is storage that hangs.</summary>
    public Func<Request, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>After each answer that is wholly here.</summary>
    public Func<Request, Task> After { get; set; } = _ => Task.CompletedTask;

    public BlobServiceClient Connect(string connectionString)
    {
        var options = new BlobClientOptions();
        options.AddPolicy(this, HttpPipelinePosition.PerCall);
        return new BlobServiceClient(connectionString, options);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        message.BufferResponse = true;
        await Before(message.Request, message.CancellationToken);
        await ProcessNextAsync(message, pipeline);
        await After(message.Request);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Nothing in the app blocks on storage.");
}
