using System.Runtime.CompilerServices;
using System.Text.Json;
using Antivirus.Blobs;
using Antivirus.Model.Cohorts;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Options;

namespace Antivirus.Storage.Runs;

/// <summary>The manifests of all runs: container <c>antivirus-estado</c>, one blob an upload, <c>runs/{upload}.json</c>.</summary>
public sealed class RunLedger(Containers containers, TimeProvider clock, IOptions<RunOptions>? options = null)
{
    internal const string StateMetadata = "estado";
    private const string Folder = "runs/";
    private const string Extension = ".json";
    private const int ReadAtOnce = 16;
    private readonly RunOptions _options = options?.Value ?? new RunOptions();

    /// <summary>The manifest of an upload; null when no run of it ever began.</summary>
    public async Task<RunManifest?> FindAsync(string uploadName, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await Entry(uploadName).DownloadContentAsync(cancellationToken);
            return JsonSerializer.Deserialize(blob.Value.Content, RunJson.Default.RunManifest);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    /// <summary>The manifest of the run that wrote a report or a list of rejected rows; null when there is none.</summary>
    public async Task<RunManifest?> FindByReportAsync(string reportName, CancellationToken cancellationToken)
    {
        if (!CohortId.TryParseReport(reportName, out var cohort, out _))
        {
            return null;
        }

        return await FindAsync(cohort.UploadName, cancellationToken) is { } run && (run.Report == reportName || run.Problems == reportName)
            ? run
            : null;
    }

    /// <summary>All runs of an institution, in the order of their names.</summary>
    public async IAsyncEnumerable<RunManifest> ListAsync(string iesCode, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = $"{Folder}{iesCode}/";
        await foreach (var page in containers.Ledger.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken).AsPages())
        {
            foreach (var entries in page.Values.Chunk(ReadAtOnce))
            {
                var runs =
                    await Task.WhenAll(entries.Select(entry => FindAsync(entry.Name[Folder.Length..^Extension.Length], cancellationToken)));
                foreach (var run in runs.OfType<RunManifest>())
                {
                    yield return run;
                }
            }
        }
    }

    /// <summary>The institution's runs with a report that had finished before this one began, newest first.</summary>
    public async Task<IReadOnlyList<RunManifest>> ReportsBeforeAsync(RunManifest run, string iesCode, CancellationToken cancellationToken)
    {
        var before = new List<RunManifest>();
        await foreach (var other in ListAsync(iesCode, cancellationToken))
        {
            if (other.Report is not null && other.Upload != run.Upload && other.FinishedAt < run.StartedAt)
            {
                before.Add(other);
            }
        }

        return [.. before.OrderByDescending(other => other.FinishedAt)];
    }

    /// <summary>Runs that say Running while no instance holds their claim: the one that had them in work died.</summary>
    public async IAsyncEnumerable<RunManifest> ListAbandonedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in containers.Ledger.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, Folder, cancellationToken))
        {
            if (entry.Metadata.TryGetValue(StateMetadata, out var state) && state == nameof(RunState.Running)
                && entry.Properties.LeaseState != LeaseState.Leased
                && await FindAsync(entry.Name[Folder.Length..^Extension.Length], cancellationToken) is { State: RunState.Running } run)
            {
                yield return run;
            }
        }
    }

    /// <summary>
    /// Makes this instance the only one at an upload. While another holds it, it waits or throws, as the triggers' host needs it;
    /// a holder that died loses it within <see cref="RunOptions.LeaseDuration"/>.
    /// </summary>
    /// <exception cref="BlobBusyException">Another instance holds it, and the host repeats that by itself.</exception>
    public async Task<RunClaim> ClaimAsync(string uploadName, CancellationToken cancellationToken)
    {
        var entry = Entry(uploadName);
        return await TryClaimNewAsync(entry, uploadName, cancellationToken) is { } claim ? claim
            : _options.HostRepeatsBusy
            ? await RunClaim.TryAcquireAsync(entry, _options.LeaseDuration, clock, cancellationToken)
                ?? throw new BlobBusyException(uploadName)
            : await RunClaim.AcquireAsync(entry, _options.LeaseDuration, clock, cancellationToken);
    }

    /// <summary>The same without waiting; null while another instance holds it.</summary>
    public async Task<RunClaim?> TryClaimAsync(string uploadName, CancellationToken cancellationToken)
    {
        var entry = Entry(uploadName);
        return await TryClaimNewAsync(entry, uploadName, cancellationToken)
            ?? await RunClaim.TryAcquireAsync(entry, _options.LeaseDuration, clock, cancellationToken);
    }

    /// <summary>Longest time that the claim of an instance that died still holds.</summary>
    public TimeSpan ClaimTime => _options.LeaseDuration;

    /// <summary>Creates the entry of an upload and holds it; null when there is one already, or another instance took it.</summary>
    private async Task<RunClaim?> TryClaimNewAsync(BlobClient entry, string uploadName, CancellationToken cancellationToken)
    {
        var waiting = new RunManifest
        {
            State = RunState.Waiting,
            Upload = uploadName,
            UploadETag = "",
            StartedAt = clock.GetUtcNow(),
            Attempt = 0,
        };
        var onlyIfNew = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(waiting, RunJson.Default.RunManifest);
            var created = await entry.UploadAsync(new BinaryData(json), onlyIfNew, cancellationToken);
            return await RunClaim.TryAcquireNewAsync(entry, waiting, created.Value.ETag, _options.LeaseDuration, clock, cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            // It is there already; 412 is what a leased one answers.
            return null;
        }
    }

    private BlobClient Entry(string uploadName) => containers.Ledger.GetBlobClient(Folder + uploadName + Extension);
}
