using Antivirus.Blobs;
using Antivirus.Model.Cohorts;
using Antivirus.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Antivirus.Functions.Observability;

/// <summary>
/// Whether each container can be listed and the ledger written, each within its own time: a missing container,
/// a wrong endpoint, refused credentials and a full disk show here. A missing container is made again.
/// </summary>
internal sealed class StorageHealth(Containers containers, UnlistableNames unlistable, TimeProvider clock) : IHealthCheck, IDisposable
{
    private const string ProbeBlob = "salud/sonda";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly CachedProbe _probe = new(clock);
    private bool _isEmulator;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        _probe.GetAsync(ProbeAsync, cancellationToken);

    public void Dispose() => _probe.Dispose();

    private async Task<(HealthCheckResult, TimeSpan)> ProbeAsync(CancellationToken cancellationToken)
    {
        var troubles = await Task.WhenAll(containers.All.Select(container => FindTroubleAsync(container, cancellationToken)));
        var found = troubles.OfType<string>().ToList();
        return found.Count == 0
            ? (HealthCheckResult.Healthy(_isEmulator ? $"reached; {StorageKind.EmulatorWarning}" : "reached"), MaxAge)
            : (HealthCheckResult.Unhealthy(string.Join("; ", found)), MaxAge);
    }

    /// <summary>What is wrong with a container; null when nothing is.</summary>
    private async Task<string?> FindTroubleAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return !await UseAsync(container, either.Token) ? $"{container.Name}: was missing and is made again"
                : unlistable.In(container.Name).Count is var names and > 0
                    ? $"{container.Name}: {Count.Of(names, "name")} cannot be listed, see the log"
                : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{container.Name}: no answer within {Timeout.TotalSeconds} s";
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{container.Name}: {StorageErrors.Describe(failure)}";
        }
    }

    /// <summary>Lists one blob and, in the ledger, writes one; false when the container was missing.</summary>
    private async Task<bool> UseAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        try
        {
            await using var pages = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, null, cancellationToken)
                .AsPages(pageSizeHint: 1).GetAsyncEnumerator(cancellationToken);
            await pages.MoveNextAsync();
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return false;
        }

        if (container.Name == containers.Ledger.Name)
        {
            var written = await container.GetBlobClient(ProbeBlob)
                .UploadAsync(BinaryData.FromString("sonda"), overwrite: true, cancellationToken);
            _isEmulator = StorageKind.IsEmulator(written.GetRawResponse());
        }

        return true;
    }
}
