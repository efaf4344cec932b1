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
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(1);
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

    /// <summary>Runs without an end while no instance holds their claim: the one that had them in work died.</summary>
    public async IAsyncEnumerable<RunManifest> ListAbandonedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in containers.Ledger.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, Folder, cancellationToken)
            .AsPages())
        {
            var now = page.GetRawResponse().Headers.Date;
            foreach (var entry in page.Values.Where(entry => IsAbandoned(entry, now)))
            {
                if (await FindAsync(entry.Name[Folder.Length..^Extension.Length], cancellationToken)
                    is { State: RunState.Running or RunState.Waiting } run)
                {
                    yield return run;
                }
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
        while (true)
        {
            if (await TryClaimAsync(uploadName, cancellationToken) is { } claim)
            {
                return claim;
            }

            if (_options.HostRepeatsBusy)
            {
                throw new BlobBusyException(uploadName);
            }

            await Task.Delay(BusyPause, clock, cancellationToken);
        }
    }

    /// <summary>The same without waiting; null while another instance holds it.</summary>
    public async Task<RunClaim?> TryClaimAsync(string uploadName, CancellationToken cancellationToken)
    {
        var entry = Entry(uploadName);
        var waiting = new RunManifest
        {
            State = RunState.Waiting,
            Upload = uploadName,
            UploadETag = "",
            StartedAt = clock.GetUtcNow(),
            Attempt = 0,
        };
        try
        {
            // Hardly any upload has an entry yet: to create it answers that as well as to read it would.
            return await RunClaim.TryCreateAsync(entry, waiting, _options.LeaseDuration, clock, cancellationToken)
                ?? await RunClaim.TryAcquireAsync(entry, _options.LeaseDuration, clock, cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.Status == 404 && gone.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    /// <summary>Longest time that the claim of an instance that died still holds.</summary>
    public TimeSpan ClaimTime => _options.LeaseDuration;

    private static bool IsAbandoned(BlobItem entry, DateTimeOffset? now) =>
        entry.Metadata.TryGetValue(StateMetadata, out var state) && state is nameof(RunState.Running) or nameof(RunState.Waiting)
            && entry.Properties.LeaseState != LeaseState.Leased
            && BlobClaim.HeldFor(entry.Metadata, entry.Properties.LastModified ?? DateTimeOffset.MinValue, now) == TimeSpan.Zero;

    private BlobClient Entry(string uploadName) => containers.Ledger.GetBlobClient(Folder + uploadName + Extension);
}
