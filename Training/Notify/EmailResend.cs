using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Training.Notify;

/// <summary>Has the app send the email of a report again, on purpose.</summary>
internal sealed class EmailResend(EmailLedger ledger, Containers containers)
{
    /// <summary>The app's own default for <c>Email__ClaimTime</c>, and a minute more; a claim in use is renewed all the time.</summary>
    private static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Deletes the ledger's entry and writes the report anew onto itself: the app gets the event of a new version and, finding no entry,
    /// sends an email.
    /// The content stays the same, byte for byte.
    /// </summary>
    /// <exception cref="TrainingException">There is no such report, or its email is being sent.</exception>
    public async Task SendAgainAsync(string report, CancellationToken cancellationToken)
    {
        var blob = containers.Reports.GetBlobClient(report);
        if (!await blob.ExistsAsync(cancellationToken))
        {
            throw new TrainingException($"There is no report {report}, so nothing can be sent. Upload its cohort again.");
        }

        var slot = await ledger.ReadAsync(report, cancellationToken);
        if (slot.HeldFor(ClaimTime) is { Ticks: > 0 } held)
        {
            throw new TrainingException(
                $"The email of {report} is being sent at this moment; look again in {Math.Ceiling(held.TotalMinutes):0} minutes.");
        }

        if (!await ledger.TryDeleteAsync(slot, cancellationToken))
        {
            throw new TrainingException($"The email of {report} changed its state just now; look again with 'notify --report {report}'.");
        }

        await RewriteAsync(blob, cancellationToken);
    }

    private static async Task RewriteAsync(BlobClient report, CancellationToken cancellationToken)
    {
        var download = await report.DownloadStreamingAsync(cancellationToken: cancellationToken);
        await using var content = download.Value.Content;
        var details = download.Value.Details;
        var unchanged = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions { IfMatch = details.ETag },
            HttpHeaders = new BlobHttpHeaders { ContentType = details.ContentType },
            Metadata = details.Metadata,
        };
        await report.UploadAsync(content, unchanged, cancellationToken);
    }
}
