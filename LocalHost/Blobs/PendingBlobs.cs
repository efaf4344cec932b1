using System.Runtime.CompilerServices;
using Antivirus.Blobs;
using Azure;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace Antivirus.LocalHost.Blobs;

/// <summary>The blobs that one function has still to process, as far as this instance knows.</summary>
internal sealed partial class PendingBlobs(
    BlobFunction function,
    BlobMemory memory,
    OnStorageReturned onReturned,
    UnlistableNames names,
    TimeProvider clock,
    ILogger<PendingBlobs> logger)
{
    /// <summary>Lists the container; returns what is to be processed now, oldest first, and how many blobs there are in all.</summary>
    public async Task<(List<BlobTask> Tasks, int Listed)> ListAsync(CancellationToken cancellationToken)
    {
        if (await memory.MayBeAheadAsync(cancellationToken))
        {
            memory.Doubt();
            await onReturned(cancellationToken);
            await memory.ReloadAsync(cancellationToken);
            LogLookedAgain(function.Name, function.Path.Container);
        }

        await memory.LoadAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var tasks = new List<(BlobTask Task, DateTimeOffset? Written)>();
        var present = new HashSet<string>(StringComparer.Ordinal);
        var unlistable = new List<string>();
        var listed = 0;
        await foreach (var blob in BlobsAsync(unlistable, cancellationToken))
        {
            listed++;
            var etag = blob.Properties.ETag?.ToString().Trim('"');
            if (etag is not null && function.Path.Match(blob.Name) is not null)
            {
                present.Add(blob.Name);
                if (memory.IsPending(blob.Name, etag, now))
                {
                    tasks.Add((new BlobTask(blob.Name, etag), blob.Properties.LastModified));
                }
            }
        }

        Note(unlistable);
        await memory.ForgetAbsentAsync(present, now, cancellationToken);
        return ([.. tasks.OrderBy(task => task.Written).Select(task => task.Task)], listed);
    }

    private async IAsyncEnumerable<BlobItem> BlobsAsync(ICollection<string> unlistable,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var blobs = BlobListing.ListAsync(function.Container, BlobTraits.None, function.Path.Prefix, unlistable,
            cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await blobs.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (RequestFailedException absent) when (absent.Status == 404)
            {
                // No container yet, so no blobs: the app makes it.
                yield break;
            }

            yield return blobs.Current;
        }
    }

    private void Note(IReadOnlyList<string> unlistable)
    {
        foreach (var name in unlistable.Except(names.In(function.Path.Container)))
        {
            LogUnlistable(function.Name, function.Path.Container, UnlistableNames.Escape(name));
        }

        names.Note(function.Path.Container, unlistable);
    }

    [LoggerMessage(LogLevel.Information,
        "{Function} looks at all of {Container} again: storage failed, or lost something that it had confirmed.")]
    private partial void LogLookedAgain(string function, string container);

    [LoggerMessage(LogLevel.Error,
        "{Function} cannot see a blob of {Container}: storage cannot list its name, which begins with '{Blob}' and goes on with a " +
        "character that XML cannot hold. Upload the file under another name and delete that blob.")]
    private partial void LogUnlistable(string function, string container, string blob);
}
