using Azure;
using Azure.Storage.Blobs;

namespace Antivirus.LocalHost.Blobs;

/// <summary>Asks storage again and again whether it answers.</summary>
internal static class StorageProbe
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxAnswerTime = TimeSpan.FromSeconds(3);

    /// <summary>Completes when the storage of one of the containers does not answer; runs until it is cancelled otherwise.</summary>
    public static async Task WhenOutOfReachAsync(IReadOnlyList<BlobContainerClient> containers, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        while ((await Task.WhenAll(containers.Select(container => AnswersAsync(container, clock, cancellationToken))))
            .All(answers => answers))
        {
            await Task.Delay(Interval, clock, cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(BlobContainerClient container, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MaxAnswerTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await container.ExistsAsync(either.Token);
            return true;
        }
        catch (RequestFailedException refused) when (refused.Status > 0)
        {
            // A refusal is an answer too.
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
