using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Storage.Blobs.Models;

namespace Antivirus.LocalHost.Blobs;

/// <summary>Where a blob that no try could do is told to the operator.</summary>
internal static class PoisonQueue
{
    public const string Name = "webjobs-blobtrigger-poison";

    public static async Task SendAsync(BlobFunction function, string blobName, string etag, BlobType type,
        CancellationToken cancellationToken)
    {
        var message = new PoisonMessage("BlobTrigger", $"Host.Functions.{function.Name}", $"{type}Blob", function.Path.Container, blobName,
            $"\"{etag}\"");
        var queue = function.Connection.Queues.GetQueueClient(Name);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await queue.SendMessageAsync(JsonSerializer.Serialize(message, PoisonJsonContext.Default.PoisonMessage), cancellationToken);
    }
}

/// <summary>The fields that the WebJobs host writes.</summary>
internal sealed record PoisonMessage(string Type, string FunctionId, string BlobType, string ContainerName, string BlobName, string ETag);

/// <summary>Messages of the WebJobs host keep its Pascal case.</summary>
[JsonSerializable(typeof(PoisonMessage))]
internal sealed partial class PoisonJsonContext : JsonSerializerContext;
