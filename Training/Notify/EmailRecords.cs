using System.Runtime.CompilerServices;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Training.Notify;

/// <summary>The app's emails as they lie in storage: the ledger's entries, and the reports that they are about.</summary>
internal sealed class EmailRecords(BlobContainerClient ledger, BlobContainerClient reports)
{
    private const string Folder = "emails/";
    private const string StateMetadata = "estado";
    private const int MaxNameLength = 1000;

    /// <summary>The app's own default for <c>Email__ClaimTime</c>, and a minute more; a claim in use is renewed all the time.</summary>
    private static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(2);

    /// <summary>Opens the account that the option or the app's own variables name.</summary>
    public static EmailRecords Open(string? storage)
    {
        storage ??= Variable("AntivirusStorage") ?? Variable("AntivirusStorage__blobServiceUri")
            ?? throw new NotifyException("Which storage? Give --storage, or set AntivirusStorage (UseDevelopmentStorage=true for Azurite).");
        var service = storage.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            ? new BlobServiceClient(new Uri(storage), new DefaultAzureCredential())
            : new BlobServiceClient(storage);
        return new EmailRecords(
            service.GetBlobContainerClient(Variable("LedgerContainer") ?? "antivirus-estado"),
            service.GetBlobContainerClient(Variable("ReportsContainer") ?? "reportesies"));
    }

    public async Task<EmailRecord?> FindAsync(string report, CancellationToken cancellationToken)
    {
        try
        {
            var entry = await Entry(report).DownloadContentAsync(cancellationToken);
            return EmailRecord.Parse(entry.Value.Content);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    /// <summary>All that did not leave: failed, given back, or in the making.</summary>
    public async IAsyncEnumerable<EmailRecord> ListUnsentAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in ledger.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, Folder, cancellationToken))
        {
            if (blob.Metadata.TryGetValue(StateMetadata, out var state) && state != "Sent")
            {
                var entry = await ledger.GetBlobClient(blob.Name).DownloadContentAsync(cancellationToken);
                yield return EmailRecord.Parse(entry.Value.Content);
            }
        }
    }

    /// <summary>
    /// Forgets the email and writes the report anew onto itself: the app gets the event of a new version and, knowing of no email, sends one.
    /// The content stays the same, byte for byte.
    /// </summary>
    public async Task SendAgainAsync(string report, CancellationToken cancellationToken)
    {
        var blob = reports.GetBlobClient(report);
        if (!await blob.ExistsAsync(cancellationToken))
        {
            throw new NotifyException($"There is no report {report}, so nothing can be sent. Upload its cohort again.");
        }

        await ForgetAsync(report, cancellationToken);
        await RewriteAsync(blob, cancellationToken);
    }

    private async Task ForgetAsync(string report, CancellationToken cancellationToken)
    {
        try
        {
            var entry = await Entry(report).GetPropertiesAsync(cancellationToken: cancellationToken);
            var age = (entry.GetRawResponse().Headers.Date ?? entry.Value.LastModified) - entry.Value.LastModified;
            if (entry.Value.Metadata.TryGetValue(StateMetadata, out var state) && state == "Claimed" && age < ClaimTime)
            {
                throw new NotifyException($"The email of {report} is being sent at this moment; look again in {(ClaimTime - age).TotalMinutes:0} minutes.");
            }

            await Entry(report).DeleteAsync(conditions: new BlobRequestConditions { IfMatch = entry.Value.ETag }, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            // No email was ever begun; the new version's event begins one.
        }
        catch (RequestFailedException failure) when (failure.Status == 412)
        {
            throw new NotifyException($"The email of {report} changed its state just now; look again with 'notify --report {report}'.");
        }
    }

    private static async Task RewriteAsync(BlobClient report, CancellationToken cancellationToken)
    {
        var download = await report.DownloadStreamingAsync(cancellationToken: cancellationToken);
        await using var content = download.Value.Content;
        var details = download.Value.Details;
        var inItsPlace = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions { IfMatch = details.ETag },
            HttpHeaders = new BlobHttpHeaders { ContentType = details.ContentType },
            Metadata = details.Metadata,
        };
        await report.UploadAsync(content, inItsPlace, cancellationToken);
    }

    private BlobClient Entry(string report) => report.Length <= MaxNameLength
        ? ledger.GetBlobClient($"{Folder}{report}.json")
        : throw new NotifyException($"Names of more than {MaxNameLength} characters are not looked up here; delete the ledger's entry by hand and upload the report again.");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
