using Antivirus.Functions.Api;
using Antivirus.Model.Reports;
using Antivirus.Storage;
using Azure;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Pages;

/// <summary>Reads reports in the order of calls. The last few stay in memory, so that moving the slider does not read a report
/// again.</summary>
internal sealed class Rankings(Containers containers)
{
    /// <summary>Longest list of students that is answered.</summary>
    public const int MaxCapacity = ReportOptions.MaxCapacity;

    /// <summary>Students that are kept at least: most lists are shorter.</summary>
    private const int UsualCapacity = 2_000;
    private const int MaxKept = 4;
    private const int Gates = 16;

    private readonly Lock _lock = new();
    private readonly LinkedList<Kept> _kept = [];

    // The page asks for the students and for what the list promises at once: the second waits for the pass of the first.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1))];

    /// <summary>The report's ranking with at least the first <paramref name="capacity"/> students.</summary>
    /// <exception cref="ApiException">It is gone, or has no probabilities.</exception>
    public async Task<ReportRanking> OfAsync(string report, int capacity, CancellationToken cancellationToken)
    {
        var gate = _gates[(uint)report.GetHashCode(StringComparison.Ordinal) % Gates];
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await ReadAsync(report, capacity, wantedId: null, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The report's ranking with one student, whatever the place; null for the student where the report has none.</summary>
    /// <exception cref="ApiException">It is gone, or has no probabilities.</exception>
    public Task<ReportRanking> FindAsync(string report, string id, CancellationToken cancellationToken) =>
        ReadAsync(report, capacity: 0, id, cancellationToken);

    /// <summary>The probabilities of some students of a report; none where it is gone or has none.</summary>
    public async Task<Dictionary<string, double>> ScoresAsync(string report, IReadOnlySet<string> ids, CancellationToken cancellationToken)
    {
        try
        {
            using var content = (await containers.Reports.GetBlobClient(report)
                .DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            return await ReportRanking.ReadScoresAsync(content.Content, ids, cancellationToken);
        }
        catch (Exception failure) when (failure is InvalidDataException or RequestFailedException { Status: 404 })
        {
            return [];
        }
    }

    private async Task<ReportRanking> ReadAsync(string report, int capacity, string? wantedId, CancellationToken cancellationToken)
    {
        var blob = containers.Reports.GetBlobClient(report);
        try
        {
            var etag = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag;
            if (wantedId is null && Find(report, etag, capacity) is { } kept)
            {
                return kept;
            }

            var options = new BlobDownloadOptions { Conditions = new() { IfMatch = etag } };
            using var content = (await blob.DownloadStreamingAsync(options, cancellationToken)).Value;
            var first = wantedId is null ? Math.Max(capacity, UsualCapacity) : 0;
            var ranking = await ReportRanking.ReadAsync(content.Content, first, wantedId, cancellationToken);
            if (wantedId is null)
            {
                Keep(new Kept(report, etag, first, ranking));
            }

            return ranking;
        }
        catch (RequestFailedException failure) when (failure.Status is 404 or 412)
        {
            throw new ApiException(StatusCodes.Status404NotFound, "Este reporte ya no existe: alguien lo borró o lo reemplazó.");
        }
        catch (InvalidDataException)
        {
            throw new ApiException(StatusCodes.Status409Conflict,
                "Este reporte tiene solo las dos columnas originales, sin probabilidades: no se puede ordenar.");
        }
    }

    private ReportRanking? Find(string report, ETag etag, int capacity)
    {
        lock (_lock)
        {
            return _kept.FirstOrDefault(kept => kept.Report == report && kept.ETag == etag && kept.Capacity >= capacity)?.Ranking;
        }
    }

    private void Keep(Kept kept)
    {
        lock (_lock)
        {
            _kept.AddFirst(kept);
            if (_kept.Count > MaxKept)
            {
                _kept.RemoveLast();
            }
        }
    }

    private sealed record Kept(string Report, ETag ETag, int Capacity, ReportRanking Ranking);
}
