using System.Security.Cryptography;
using System.Text;
using Antivirus.Blobs;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.LocalHost.Blobs;

/// <summary>The receipts of one function: one small blob for each blob it was called for. Who has claimed it does the work.</summary>
internal sealed class ReceiptStore(BlobFunction function, TimeSpan leaseTime, TimeProvider clock)
{
    private const string ContainerName = "azure-webjobs-hosts";

    // A crash of storage costs its last seconds, and is seen within a pause between two listings, a minute at most.
    private static readonly TimeSpan DoubtTime = TimeSpan.FromMinutes(5);
    private readonly BlobContainerClient _container = function.Connection.Blobs.GetBlobContainerClient(ContainerName);
    private readonly string _folder = $"antivirus-local/receipts/{function.Name}/{function.Path.Container}/";

    private LastWrite? _lastWrite;

    /// <summary>All receipts by their key, with one request for five thousand.</summary>
    public async Task<Dictionary<string, (Receipt Receipt, ETag? Version)>> LoadAsync(CancellationToken cancellationToken)
    {
        await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var receipts = new Dictionary<string, (Receipt, ETag?)>(StringComparer.Ordinal);
        await foreach (var blob in _container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, _folder, cancellationToken))
        {
            if (Receipt.Parse(blob.Metadata) is { } receipt)
            {
                receipts[blob.Name[_folder.Length..]] = (receipt, blob.Properties.ETag);
            }
        }

        return receipts;
    }

    /// <summary>A hash: a blob's name may be as long as storage allows already.</summary>
    public static string KeyOf(string blobName) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(blobName)));

    /// <summary>Asks for the right to work on a version of a blob; the receipt of a new one says at once that it is begun.</summary>
    public async Task<Claim> ClaimAsync(BlobTask task, CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobClient(_folder + KeyOf(task.Name));
        // Hardly any blob that is pending has a receipt yet: to create it answers that as well as to read it would.
        var begun = Receipt.New(task.ETag).Begin(alone: false);
        if (await TryHoldAsync(blob, version: null, begun, cancellationToken) is { } created)
        {
            return new Claim(created);
        }

        if (await ReadAsync(blob, cancellationToken) is not { } kept)
        {
            return Claim.Busy;
        }

        var receipt = Receipt.Read(kept.Metadata, task.ETag);
        if (receipt.Final)
        {
            return Claim.Completed;
        }

        if (!Receipt.IsDue(receipt.NotBefore, clock.GetUtcNow()))
        {
            return new Claim(Held: null, NotBefore: receipt.NotBefore);
        }

        if (kept.HeldFor > TimeSpan.Zero)
        {
            return Claim.Busy;
        }

        // The receipt of another version may be the one of the version that took this one's place; then it stays as it is.
        if (await function.FindAsync(task, cancellationToken) is null)
        {
            return Claim.Completed;
        }

        var isDead = receipt.State == ReceiptState.Running;
        // Under the condition that nobody has written it since: another instance may have done the work meanwhile.
        return await TryHoldAsync(blob, kept.Version, isDead ? receipt.AfterDeath() : receipt, cancellationToken) is { } held
            ? new Claim(held, IsTakenOver: isDead)
            : Claim.Busy;
    }

    /// <summary>Whether the receipt that this instance wrote last is not there any more as it wrote it.</summary>
    public async Task<bool> IsLastWriteLostAsync(CancellationToken cancellationToken)
    {
        var last = _lastWrite;
        if (last is null || clock.GetElapsedTime(last.At) > DoubtTime)
        {
            return false;
        }

        if ((await ReadAsync(last.Receipt, cancellationToken))?.Version == last.Version)
        {
            return false;
        }

        // Reported once; a write that came meanwhile is asked about at the next look.
        Interlocked.CompareExchange(ref _lastWrite, null, last);
        return true;
    }

    /// <summary>Forgets receipts of blobs that are no longer there, as they were loaded.</summary>
    public async Task ForgetAsync(IEnumerable<(string Key, ETag? Version)> receipts, CancellationToken cancellationToken)
    {
        foreach (var (key, version) in receipts)
        {
            try
            {
                var same = new BlobRequestConditions { IfMatch = version };
                await _container.DeleteBlobIfExistsAsync(_folder + key, conditions: same, cancellationToken: cancellationToken);
            }
            catch (RequestFailedException claimed) when (claimed.Status == 412)
            {
                // Someone works on a new blob of that name.
            }
        }
    }

    private static async Task<KeptReceipt?> ReadAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            var kept = answer.Value;
            return new KeptReceipt(kept.Metadata, kept.ETag,
                BlobClaim.HeldFor(kept.Metadata, kept.LastModified, answer.GetRawResponse().Headers.Date));
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            return null;
        }
    }

    /// <param name="version">The version that is known; null to create the receipt.</param>
    /// <returns>The receipt; null when somebody else was faster.</returns>
    private async Task<HeldReceipt?> TryHoldAsync(BlobClient blob, ETag? version, Receipt receipt, CancellationToken cancellationToken)
    {
        var content = version is null ? BinaryData.Empty : null;
        try
        {
            // Notes what was written last: if storage loses anything, it loses this.
            return await BlobClaim.TryAcquireAsync(blob, version, content, receipt.ToMetadata(), leaseTime, clock, cancellationToken)
                is { } claim
                ? new HeldReceipt(claim, receipt, final => _lastWrite = new LastWrite(blob, final, clock.GetTimestamp()))
                : null;
        }
        catch (RequestFailedException absent) when (absent.Status == 404 && version is null)
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            throw;
        }
    }

    private sealed record KeptReceipt(IDictionary<string, string> Metadata, ETag Version, TimeSpan HeldFor);

    private sealed record LastWrite(BlobClient Receipt, ETag Version, long At);
}
