using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BlobLease = Antivirus.Blobs.BlobLease;

namespace Antivirus.Storage.Runs;

/// <summary>The right of one instance to work on one upload: the lease of its ledger entry, held until it is disposed.</summary>
public sealed class RunClaim : IAsyncDisposable
{
    private readonly BlobLease _lease;
    private RunManifest? _created;

    private RunClaim(BlobLease lease, RunManifest? created = null) => (_lease, _created) = (lease, created);

    /// <inheritdoc cref="BlobLease.Lost"/>
    public CancellationToken Lost => _lease.Lost;

    /// <summary>Waits until the entry is free, then holds it.</summary>
    /// <param name="lease">15 to 60 seconds.</param>
    public static async Task<RunClaim> AcquireAsync(BlobClient entry, TimeSpan lease, TimeProvider clock,
        CancellationToken cancellationToken) =>
        new(await BlobLease.AcquireAsync(entry, lease, clock, cancellationToken));

    /// <summary>Holds the entry, or returns null when another instance does.</summary>
    /// <param name="lease">15 to 60 seconds.</param>
    public static async Task<RunClaim?> TryAcquireAsync(BlobClient entry, TimeSpan lease, TimeProvider clock,
        CancellationToken cancellationToken) =>
        await BlobLease.TryAcquireAsync(entry, lease, clock, cancellationToken) is { } held ? new RunClaim(held) : null;

    /// <summary>Holds an entry that this instance has just created, or returns null when another one took it.</summary>
    /// <param name="version">The entry's version as it was created.</param>
    /// <param name="lease">15 to 60 seconds.</param>
    internal static async Task<RunClaim?> TryAcquireNewAsync(BlobClient entry, RunManifest created, ETag version, TimeSpan lease,
        TimeProvider clock, CancellationToken cancellationToken) =>
        await BlobLease.TryAcquireAsync(entry, version, lease, clock, cancellationToken) is { } held ? new RunClaim(held, created) : null;

    /// <summary>The manifest as the last holder left it.</summary>
    public async Task<RunManifest> ReadAsync(CancellationToken cancellationToken)
    {
        if (_created is not null)
        {
            return _created;
        }

        var blob = await _lease.Blob.DownloadContentAsync(cancellationToken);
        return JsonSerializer.Deserialize(blob.Value.Content, RunJson.Default.RunManifest)
            ?? throw new InvalidDataException($"The ledger entry {_lease.Blob.Name} is empty; delete it to have the upload scored again.");
    }

    /// <summary>Writes the manifest.</summary>
    /// <exception cref="RequestFailedException">The claim was lost, or storage is out of reach.</exception>
    public async Task SaveAsync(RunManifest run, CancellationToken cancellationToken)
    {
        var onlyAsHolder = new BlobUploadOptions
        {
            Conditions = _lease.HolderOnly,
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            Metadata = new Dictionary<string, string> { [RunLedger.StateMetadata] = run.State.ToString() },
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(run, RunJson.Default.RunManifest);
        _created = null;
        await _lease.Blob.UploadAsync(new BinaryData(json), onlyAsHolder, cancellationToken);
    }

    /// <summary>Takes the upload for the version that the run was made of, less a student, where an erasure was stopped before it could
    /// note so.</summary>
    /// <returns>False for any other version.</returns>
    public async Task<bool> TryAdoptAsync(RunManifest run, BlobProperties upload, CancellationToken cancellationToken)
    {
        if (ErasedVersion.From(upload.Metadata) is not { } erased || !erased.Follows(run))
        {
            return false;
        }

        await SaveAsync(erased.Apply(run, upload.ETag), cancellationToken);
        return true;
    }

    /// <summary>Deletes the entry of an upload about which nothing remains to report.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) =>
        _lease.Blob.DeleteIfExistsAsync(conditions: _lease.HolderOnly, cancellationToken: cancellationToken);

    public ValueTask DisposeAsync() => _lease.DisposeAsync();
}
