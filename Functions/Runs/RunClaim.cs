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

    private readonly BlobClient _entry;
    private readonly BlobLeaseClient _lease;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _released = new();
    private readonly Task _renewal;

    private RunClaim(BlobClient entry, BlobLeaseClient lease, TimeProvider clock)
    {
        _entry = entry;
        _lease = lease;
        _clock = clock;
        _renewal = RenewAsync();
    }

    /// <summary>Cancelled when the claim could not be renewed: another instance may have it now, so the work must stop.</summary>
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
        try
        {
            while (true)
            {
                await Task.Delay(RenewalTime, _clock, _released.Token);
                await _lease.RenewAsync(cancellationToken: _released.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed: the holder is done.
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException)
        {
            await _lost.CancelAsync();
        }
    }
}
