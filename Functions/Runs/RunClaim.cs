using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Functions.Runs;

/// <summary>The right of one instance to work on one upload: a blob lease on its ledger entry, renewed until it is disposed.</summary>
public sealed class RunClaim : IAsyncDisposable
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RenewalTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WaitTime = TimeSpan.FromSeconds(1);

    // Less than the lease: the answer that granted it took time as well.
    private static readonly TimeSpan TrustedTime = TimeSpan.FromSeconds(50);

    private readonly BlobClient _entry;
    private readonly BlobLeaseClient _lease;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _released = new();
    private readonly Task _renewal;

    private RunClaim(BlobClient entry, BlobLeaseClient lease, TimeProvider clock)
    {
        _entry = entry;
        _lease = lease;
        _clock = clock;
        _lost = new CancellationTokenSource(TrustedTime, clock);
        _renewal = RenewAsync();
    }

    /// <summary>Cancelled when the claim could not be renewed in time: another instance may have it now, so the work must stop.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Waits until the entry is free, then holds it.</summary>
    public static async Task<RunClaim> AcquireAsync(BlobClient entry, TimeProvider clock, CancellationToken cancellationToken)
    {
        var lease = entry.GetBlobLeaseClient();
        while (true)
        {
            try
            {
                await lease.AcquireAsync(LeaseTime, cancellationToken: cancellationToken);
                return new RunClaim(entry, lease, clock);
            }
            catch (RequestFailedException failure) when (failure.Status == 409)
            {
                await Task.Delay(WaitTime, clock, cancellationToken);
            }
        }
    }

    /// <summary>The manifest as the last holder left it.</summary>
    public async Task<RunManifest> ReadAsync(CancellationToken cancellationToken)
    {
        var blob = await _entry.DownloadContentAsync(cancellationToken);
        return JsonSerializer.Deserialize(blob.Value.Content, RunJson.Default.RunManifest)
            ?? throw new InvalidDataException($"The ledger entry {_entry.Name} is empty; delete it to have the upload scored again.");
    }

    /// <summary>Writes the manifest; fails when the claim was lost.</summary>
    public async Task SaveAsync(RunManifest run, CancellationToken cancellationToken)
    {
        var onlyAsHolder = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions { LeaseId = _lease.LeaseId },
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(run, RunJson.Default.RunManifest);
        await _entry.UploadAsync(new BinaryData(json), onlyAsHolder, cancellationToken);
    }

    /// <summary>Forgets the entry, of an upload of which nothing is left to tell.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) =>
        _entry.DeleteIfExistsAsync(conditions: new BlobRequestConditions { LeaseId = _lease.LeaseId }, cancellationToken: cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync();
        await _renewal;
        try
        {
            await _lease.ReleaseAsync(cancellationToken: CancellationToken.None);
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException)
        {
            // Lost, deleted or out of reach: it runs out by itself within a minute.
        }

        _released.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        while (!_released.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(RenewalTime, _clock, _released.Token);
                await _lease.RenewAsync(cancellationToken: _released.Token);
                _lost.CancelAfter(TrustedTime);
            }
            catch (RequestFailedException refused) when (refused.Status is 404 or 409 or 412)
            {
                await _lost.CancelAsync();
                return;
            }
            catch (Exception)
            {
                // Released, or storage does not answer: then the time that is left decides.
            }
        }
    }
}
