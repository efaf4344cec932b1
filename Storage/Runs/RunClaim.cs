using System.Text.Json;
using Antivirus.Blobs;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Storage.Runs;

/// <summary>The right of one instance to work on one upload: the claim on its ledger entry, held until it is finished or
/// disposed.</summary>
public sealed class RunClaim : IAsyncDisposable
{
    private readonly BlobClaim _claim;

    private RunClaim(BlobClaim claim, RunManifest run, bool isNew) => (_claim, Run, IsNew) = (claim, run, isNew);

    /// <summary>The manifest as the last holder left it, or as this one has written it since.</summary>
    public RunManifest Run { get; private set; }

    /// <summary>Whether nothing was on record of the upload.</summary>
    public bool IsNew { get; }

    /// <inheritdoc cref="BlobClaim.Lost"/>
    public CancellationToken Lost => _claim.Lost;

    /// <summary>Creates the entry of an upload and holds it, or returns null when there is one.</summary>
    /// <param name="duration">15 to 60 seconds.</param>
    internal static async Task<RunClaim?> TryCreateAsync(BlobClient entry, RunManifest run, TimeSpan duration, TimeProvider clock,
        CancellationToken cancellationToken) =>
        await BlobClaim.TryAcquireAsync(entry, version: null, ContentOf(run), MetadataOf(run), duration, clock, cancellationToken)
            is { } claim ? new RunClaim(claim, run, isNew: true) : null;

    /// <summary>Holds an entry that is there, or returns null when another instance does.</summary>
    /// <param name="duration">15 to 60 seconds.</param>
    internal static async Task<RunClaim?> TryAcquireAsync(BlobClient entry, TimeSpan duration, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var answer = await entry.DownloadContentAsync(cancellationToken);
        var there = answer.Value.Details;
        if (BlobClaim.HeldFor(there.Metadata, there.LastModified, answer.GetRawResponse().Headers.Date) > TimeSpan.Zero)
        {
            return null;
        }

        var run = JsonSerializer.Deserialize(answer.Value.Content, RunJson.Default.RunManifest)
            ?? throw new InvalidDataException($"The ledger entry {entry.Name} is empty; delete it to have the upload scored again.");
        return await BlobClaim.TryAcquireAsync(entry, there.ETag, content: null, there.Metadata, duration, clock, cancellationToken)
            is { } claim ? new RunClaim(claim, run, isNew: false) : null;
    }

    /// <summary>The manifest of a try that begins now, which is not written yet.</summary>
    public RunManifest Begin(ETag upload, DateTimeOffset now)
    {
        // Who died at a small upload noted neither its version nor its try.
        var isSame = !IsNew && (Run.UploadETag == upload.ToString() || Run.UploadETag.Length == 0);
        return new RunManifest
        {
            State = RunState.Running,
            Upload = Run.Upload,
            UploadETag = upload.ToString(),
            StartedAt = now,
            Attempt = isSame ? Math.Max(Run.Attempt, 1) + 1 : 1,
            Failures = isSame ? Run.Failures : 0,
        };
    }

    /// <summary>Writes the manifest and goes on holding it.</summary>
    /// <exception cref="RequestFailedException">The claim was lost, or storage is out of reach.</exception>
    public async Task SaveAsync(RunManifest run, CancellationToken cancellationToken)
    {
        await _claim.WriteAsync(ContentOf(run), MetadataOf(run), cancellationToken);
        Run = run;
    }

    /// <summary>Writes the manifest and gives the claim up.</summary>
    /// <exception cref="RequestFailedException">The claim was lost, or storage is out of reach.</exception>
    public async Task FinishAsync(RunManifest run, CancellationToken cancellationToken)
    {
        await _claim.GiveUpAsync(ContentOf(run), MetadataOf(run), cancellationToken);
        Run = run;
    }

    /// <summary>Takes the upload for the version that the run was made of, less a student, where an erasure was stopped before it could
    /// note so.</summary>
    /// <returns>False for any other version.</returns>
    public async Task<bool> TryAdoptAsync(BlobDownloadDetails upload, CancellationToken cancellationToken)
    {
        if (ErasedVersion.From(upload.Metadata) is not { } erased || !erased.Follows(Run))
        {
            return false;
        }

        await FinishAsync(erased.Apply(Run, upload.ETag), cancellationToken);
        return true;
    }

    /// <summary>Deletes the entry of an upload about which nothing remains to report.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) => _claim.DeleteAsync(cancellationToken);

    public ValueTask DisposeAsync() => _claim.DisposeAsync();

    private static BinaryData ContentOf(RunManifest run) =>
        new(JsonSerializer.SerializeToUtf8Bytes(run, RunJson.Default.RunManifest), "application/json");

    private static Dictionary<string, string> MetadataOf(RunManifest run) => new() { [RunLedger.StateMetadata] = run.State.ToString() };
}
