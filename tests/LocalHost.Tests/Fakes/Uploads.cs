using Antivirus.LocalHost.Blobs;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Antivirus.LocalHost.Tests.Fakes;

/// <summary>A container of a test's own, and the settings that lead a host to it.</summary>
internal sealed class Uploads(string connectionString)
{
    public BlobContainerClient Container { get; } = new(connectionString, $"subidas-{Guid.NewGuid():N}");

    public IEnumerable<(string Name, string Value)> Settings => [("AntivirusStorage", connectionString), ("Uploads", Container.Name)];

    public static async Task<Uploads> CreateAsync(string connectionString)
    {
        var uploads = new Uploads(connectionString);
        await uploads.Container.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        return uploads;
    }

    public async Task PutAsync(string name, string content = "contenido") =>
        await Container.GetBlobClient(name)
            .UploadAsync(BinaryData.FromString(content), overwrite: true, TestContext.Current.CancellationToken);

    public Task PutManyAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(number => PutAsync($"{number:0000}.csv")));

    /// <summary>The messages about this container's blobs in the poison queue, as they lie there.</summary>
    public async Task<IReadOnlyList<string>> PoisonAsync()
    {
        var queue = new QueueClient(connectionString, PoisonQueue.Name,
            new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        if (!await queue.ExistsAsync(TestContext.Current.CancellationToken))
        {
            return [];
        }

        var messages = await queue.PeekMessagesAsync(32, TestContext.Current.CancellationToken);
        return [.. messages.Value.Select(message => message.Body.ToString())
            .Where(text => text.Contains(Container.Name, StringComparison.Ordinal))];
    }
}
