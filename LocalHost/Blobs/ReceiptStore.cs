using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BlobLease = Antivirus.Blobs.BlobLease;

namespace Antivirus.LocalHost.Blobs;

/// <summary>The receipts of one function: one small blob for each blob it was called for. Who holds its lease does the work.</summary>
internal sealed class ReceiptStore(BlobFunction function, TimeSpan leaseTime, TimeProvider clock)
{
    private const string ContainerName = "azure-webjobs-hosts";

    // A crash of storage costs its last seconds, and is seen within a pause between two listings, a minute at most.
    private static readonly TimeSpan DoubtTime = TimeSpan.FromMinutes(5);
    private readonly BlobContainerClient _container = function.Connection.Blobs.GetBlobContainerClient(ContainerName);
    private readonly string _folder = $"antivirus-local/receipts/{function.Name}/{function.Path.Container}/";

    private LastWrite? _lastWrite;

    /// <summary>All receipts by their key, with one request for five thousand.</summary>
    public async Task<Dictionary<string, Receipt>> LoadAsync(CancellationToken cancellationToken)
    {
        await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var receipts = new Dictionary<string, Receipt>(StringComparer.Ordinal);
        await foreach (var blob in _container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, _folder, cancellationToken))
        {
            if (Receipt.Parse(blob.Metadata) is { } receipt)
            {
                receipts[blob.Name[_folder.Length..]] = receipt;
            }
        }

        return receipts;
    }

    /// <summary>A hash: a blob's name may be as long as storage allows already.</summary>
    public static string KeyOf(string blobName) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(blobName)));

    /// <summary>Asks for the right to work on a version of a blob.</summary>
    public async Task<Claim> ClaimAsync(string blobName, string etag, CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobClient(_folder + KeyOf(blobName));
        // Hardly any blob that is pending has a receipt yet: to create it answers that as well as to read it would.
        var kept = await TryCreateAsync(blob, etag, cancellationToken) ?? await ReadAsync(blob, cancellationToken);
        var receipt = Receipt.Read(kept?.Metadata ?? new Dictionary<string, string>(), etag);
        if (Refuse(receipt) is { } refusal)
        {
            return refusal;
        }

        // Under the condition that nobody has written it since: another instance may have done the work meanwhile.
        if (kept is null || kept.IsLeased
            || await BlobLease.TryAcquireAsync(blob, kept.Version, leaseTime, clock, cancellationToken) is not { } lease)
        {
            return Claim.Busy;
        }

        return Claim.Held(new HeldReceipt(lease, receipt, this));
    }

    /// <summary>Notes what was written last: if storage loses anything, it loses this.</summary>
    public void Remember(BlobClient receipt, ETag version) => _lastWrite = new LastWrite(receipt, version, clock.GetTimestamp());

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

    /// <summary>Forgets receipts, of blobs that are no longer there.</summary>
    public async Task ForgetAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            try
            {
                await _container.DeleteBlobIfExistsAsync(_folder + key, cancellationToken: cancellationToken);
            }
            catch (RequestFailedException leased) when (leased.Status == 412)
            {
                // Someone works on a new blob of that name.
            }
        }
    }

    private Claim? Refuse(Receipt receipt) =>
        receipt.Final ? Claim.Completed
        : Receipt.IsDue(receipt.NotBefore, clock.GetUtcNow()) ? null
        : Claim.Deferred(receipt.NotBefore!.Value);

    private static async Task<KeptReceipt?> ReadAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var kept = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return new KeptReceipt(kept.Metadata, kept.ETag, kept.LeaseState == LeaseState.Leased);
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            return null;
        }
    }

    /// <returns>The new receipt; null when there is one already.</returns>
    private async Task<KeptReceipt?> TryCreateAsync(BlobClient blob, string etag, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            Metadata = Receipt.New(etag).ToMetadata(),
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            var created = await blob.UploadAsync(BinaryData.Empty, options, cancellationToken);
            return new KeptReceipt(options.Metadata, created.Value.ETag, IsLeased: false);
        }
        catch (RequestFailedException existing) when (existing.Status is 409 or 412)
        {
            // 412 is what a leased one answers.
            return null;
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            throw;
        }
    }

    private sealed record KeptReceipt(IDictionary<string, string> Metadata, ETag Version, bool IsLeased);

    private sealed record LastWrite(BlobClient Receipt, ETag Version, long At);
}
