using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Antivirus.Blobs;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Storage.Emails;

/// <summary>
/// Who sends what, and what was sent: container <c>antivirus-estado</c>, one blob a report, <c>emails/{report}.json</c>.
/// Every write replaces exactly the version that was read, so of two instances one alone gets an email.
/// </summary>
public sealed class EmailLedger(Containers containers, TimeProvider clock)
{
    private const string Folder = "emails/";
    private const string StateMetadata = "estado";

    /// <summary>Storage takes names of 1024 characters; a report's may have as many itself.</summary>
    private const int MaxNameLength = 1000;

    private long? _failedAt;

    public async Task<EmailSlot> ReadAsync(string report, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await Blob(report).DownloadContentAsync(cancellationToken);
            var age = (blob.GetRawResponse().Headers.Date ?? blob.Value.Details.LastModified) - blob.Value.Details.LastModified;
            return new EmailSlot(report, Parse(report, blob.Value.Content), blob.Value.Details.ETag, WithoutOutage(age));
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return new EmailSlot(report, null, default, TimeSpan.Zero);
        }
        catch (Exception failure) when (StorageErrors.IsTransient(failure))
        {
            _failedAt = clock.GetTimestamp();
            throw;
        }
    }

    /// <summary>Writes the entry in place of what was read; null when another instance was faster.</summary>
    public async Task<EmailSlot?> TryWriteAsync(EmailSlot slot, EmailEntry entry, CancellationToken cancellationToken)
    {
        var mine = entry with { Write = Guid.NewGuid() };
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(mine, EmailJson.Default.EmailEntry);
            var written = await Blob(slot.Report).UploadAsync(new BinaryData(json), InPlaceOf(slot, entry.State), cancellationToken);
            return new EmailSlot(slot.Report, mine, written.Value.ETag, TimeSpan.Zero);
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            // The client repeats a write whose answer was lost; then this is its own first one that stands in the way.
            var there = await ReadAsync(slot.Report, cancellationToken);
            return there.Entry?.Write == mine.Write ? there : null;
        }
        catch (Exception failure) when (StorageErrors.IsTransient(failure))
        {
            _failedAt = clock.GetTimestamp();
            throw;
        }
    }

    /// <summary>Leaves a tombstone in the place of a report's email: a sender that wakes up later finds it, and sends nothing.</summary>
    /// <param name="report">Name of the report's blob.</param>
    /// <param name="version">The version that is to be erased; null when there is none.</param>
    /// <param name="claimTime">How long the claim of a sender that died holds.</param>
    /// <returns>How long the email may still be on its way; zero when it leaves no more.</returns>
    public async Task<TimeSpan> TryEraseAsync(string report, ETag? version, TimeSpan claimTime, CancellationToken cancellationToken)
    {
        var slot = await ReadAsync(report, cancellationToken);
        if (slot.HeldFor(claimTime) is { Ticks: > 0 } held)
        {
            return held;
        }

        if (slot.Entry is null && version is null)
        {
            return TimeSpan.Zero;
        }

        var tombstone = new EmailEntry { State = EmailState.Erased, Report = report, ReportETag = version?.ToString() ?? "" };
        return await TryWriteAsync(slot, tombstone, cancellationToken) is null ? claimTime : TimeSpan.Zero;
    }

    /// <summary>Says of an email that is settled for a version of its report that it is so for other content too, before that appears.
    /// </summary>
    /// <returns>False while an instance may be sending it.</returns>
    public async Task<bool> TryKeepSettledAsync(string report, ETag version, string sha256, TimeSpan claimTime,
        CancellationToken cancellationToken)
    {
        var slot = await ReadAsync(report, cancellationToken);
        if (slot.HeldFor(claimTime) > TimeSpan.Zero)
        {
            return false;
        }

        if (!slot.IsSettledFor(version))
        {
            return true;
        }

        var state = slot.Entry!.State == EmailState.Sent ? EmailState.Sent : EmailState.Erased;
        return await TryWriteAsync(slot, slot.Entry with { State = state, ReportSha256 = sha256 }, cancellationToken) is not null;
    }

    /// <summary>Deletes the entry that was read, so that the report's next event sends its email anew.</summary>
    /// <returns>False when the entry was written or deleted since; true also when there was none.</returns>
    public async Task<bool> TryDeleteAsync(EmailSlot slot, CancellationToken cancellationToken)
    {
        if (slot.Entry is null)
        {
            return true;
        }

        try
        {
            await Blob(slot.Report)
                .DeleteAsync(conditions: new BlobRequestConditions { IfMatch = slot.Version }, cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>The entries of all emails that did not leave: refused, given back, or being sent.</summary>
    public async IAsyncEnumerable<EmailEntry> ListUnsentAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in containers.Ledger.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, Folder, cancellationToken))
        {
            if (StateOf(blob) is not (nameof(EmailState.Sent) or nameof(EmailState.Erased))
                && await FindAsync(blob.Name, cancellationToken) is { } entry)
            {
                yield return entry;
            }
        }
    }

    /// <summary>Names of the reports whose email was given back, or was claimed by an instance that died.</summary>
    public async IAsyncEnumerable<string> ListPendingAsync(TimeSpan claimTime, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in containers.Ledger.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, Folder, cancellationToken)
            .AsPages())
        {
            var now = page.GetRawResponse().Headers.Date;
            foreach (var blob in page.Values.Where(blob => IsPending(blob, now - claimTime)))
            {
                if (await FindAsync(blob.Name, cancellationToken) is { } entry)
                {
                    yield return entry.Report;
                }
            }
        }
    }

    private static bool IsPending(BlobItem blob, DateTimeOffset? diedBefore) =>
        StateOf(blob) == nameof(EmailState.Released)
        || (StateOf(blob) == nameof(EmailState.Claimed) && blob.Properties.LastModified < diedBefore);

    private static string? StateOf(BlobItem blob) => blob.Metadata.TryGetValue(StateMetadata, out var state) ? state : null;

    /// <summary>While storage failed, no sender could renew its claim: that it did not is no sign of its death.</summary>
    private TimeSpan WithoutOutage(TimeSpan age) =>
        _failedAt is { } failedAt && clock.GetElapsedTime(failedAt) is var since && since < age ? since : age;

    private async Task<EmailEntry?> FindAsync(string blobName, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await containers.Ledger.GetBlobClient(blobName).DownloadContentAsync(cancellationToken);
            return Parse(blobName, blob.Value.Content);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
        catch (InvalidDataException)
        {
            // Someone wrote it by hand. The report's own event says what to do; here it must keep no other from its email.
            return null;
        }
    }

    private static EmailEntry Parse(string name, BinaryData json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EmailJson.Default.EmailEntry) ?? throw new JsonException("It is null.");
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"The ledger's email entry for {name} cannot be read; delete it to have the email sent.",
                failure);
        }
    }

    private static BlobUploadOptions InPlaceOf(EmailSlot slot, EmailState state) => new()
    {
        Conditions = slot.Entry is null
            ? new BlobRequestConditions { IfNoneMatch = ETag.All }
            : new BlobRequestConditions { IfMatch = slot.Version },
        HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
        Metadata = new Dictionary<string, string> { [StateMetadata] = state.ToString() },
    };

    private BlobClient Blob(string report) => containers.Ledger.GetBlobClient(NameFor(report));

    internal static string NameFor(string report) => report.Length <= MaxNameLength
        ? $"{Folder}{report}.json"
        : $"{Folder}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(report)))}.json";
}
