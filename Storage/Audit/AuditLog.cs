using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Antivirus.Storage.Audit;

/// <summary>Who did what for which institution, and how it ended. Holds no student and no key.</summary>
public sealed record AuditEntry(string Caller, string? Ies, string Action, string Result)
{
    public DateTimeOffset At { get; init; }

    /// <summary>Name of the file that was asked for; null where there is none.</summary>
    public string? File { get; init; }
}

/// <summary>
/// Appends the entries to one blob a day, <c>2026-11-24.jsonl</c>, a few seconds after they happened.
/// Storage takes 50 000 appends to a blob, which busy instances can reach before midnight: then <c>2026-11-24-2.jsonl</c> follows.
/// </summary>
public sealed partial class AuditLog(Containers containers, TimeProvider clock, ILogger<AuditLog> logger)
    : BackgroundService, IHostedLifecycleService
{
    private const int MaxAppendBytes = 2 * 1024 * 1024;
    private const int MaxWaiting = 100_000;
    private const int MaxReadBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxStopTime = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _giveUp = new(Timeout.InfiniteTimeSpan, clock);
    private readonly Channel<AuditEntry> _entries = Channel.CreateBounded<AuditEntry>(MaxWaiting);
    private int _lost;
    private string _day = "";
    private int _part;

    /// <summary>Never waits: while storage is out of reach entries wait in memory, and beyond 100 000 they are counted only.</summary>
    public void Write(AuditEntry entry) => Enqueue(entry with { At = clock.GetUtcNow() });

    /// <summary>The last entries of an institution, today's and yesterday's, newest first.</summary>
    /// <param name="max">At most so many.</param>
    public async Task<IReadOnlyList<AuditEntry>> ReadRecentAsync(string iesCode, int max, CancellationToken cancellationToken)
    {
        var found = new List<AuditEntry>();
        var today = clock.GetUtcNow().UtcDateTime.Date;
        foreach (var day in (DateTime[])[today, today.AddDays(-1)])
        {
            var prefix = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            await foreach (var blob in containers.Audit.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
            {
                var start = Math.Max(0, (blob.Properties.ContentLength ?? 0) - MaxReadBytes);
                var tail = await containers.Audit.GetBlobClient(blob.Name)
                    .DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(start) }, cancellationToken);
                found.AddRange(Parse(tail.Value.Content.ToMemory(), iesCode, isWhole: start == 0));
            }
        }

        return [.. found.OrderByDescending(entry => entry.At).Take(max)];
    }

    private static List<AuditEntry> Parse(ReadOnlyMemory<byte> lines, string iesCode, bool isWhole)
    {
        var entries = new List<AuditEntry>();
        foreach (var range in lines.Span.Split((byte)'\n'))
        {
            // The first line of a cut file is not whole.
            var line = lines.Span[range];
            if (!line.IsEmpty && (isWhole || range.Start.Value > 0)
                && JsonSerializer.Deserialize(line, AuditJson.Default.AuditEntry) is { } entry && entry.Ies == iesCode)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>What came last is written too, also when the log had hardly started; what storage has not taken within 5 s is
    /// lost.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _giveUp.CancelAfter(MaxStopTime);
        await base.StopAsync(cancellationToken);
        await FlushLastAsync();
    }

    /// <summary>Requests in flight may end while the host stops, and later than this log.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _giveUp.CancelAfter(MaxStopTime);
        await FlushLastAsync();
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose()
    {
        base.Dispose();
        _giveUp.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await FlushAsync();
        }
    }

    private async Task FlushLastAsync()
    {
        await FlushAsync();
        if (_entries.Reader.Count is > 0 and var left)
        {
            LogLost(left);
        }
    }

    /// <summary>Writes all that waits; what storage refuses is tried again with the next.</summary>
    private async Task FlushAsync()
    {
        while (_entries.Reader.TryPeek(out _))
        {
            using var lines = new MemoryStream();
            var taken = new List<AuditEntry>();
            while (lines.Length < MaxAppendBytes && _entries.Reader.TryRead(out var entry))
            {
                taken.Add(entry);
                lines.Write(JsonSerializer.SerializeToUtf8Bytes(entry, AuditJson.Default.AuditEntry));
                lines.WriteByte((byte)'\n');
            }

            if (!await TryAppendAsync(lines))
            {
                taken.ForEach(Enqueue);
                return;
            }
        }

        if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
        {
            LogLost(lost);
        }
    }

    private void Enqueue(AuditEntry entry)
    {
        if (!_entries.Writer.TryWrite(entry))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    private async Task<bool> TryAppendAsync(MemoryStream lines)
    {
        try
        {
            var blob = containers.Audit.GetAppendBlobClient(BlobName());
            await blob.CreateIfNotExistsAsync(new AppendBlobCreateOptions(), _giveUp.Token);
            lines.Position = 0;
            await blob.AppendBlockAsync(lines, cancellationToken: _giveUp.Token);
            return true;
        }
        catch (RequestFailedException full) when (full.ErrorCode == "BlockCountExceedsLimit")
        {
            _part++;
            return await TryAppendAsync(lines);
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException or OperationCanceledException)
        {
            LogWaiting(failure.GetType().Name);
            return false;
        }
    }

    private string BlobName()
    {
        var today = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        (_day, _part) = today == _day ? (_day, _part) : (today, 1);
        return _part == 1 ? $"{today}.jsonl" : $"{today}-{_part}.jsonl";
    }

    [LoggerMessage(LogLevel.Warning, "The audit log cannot be written ({Failure}); its entries wait in memory.")]
    private partial void LogWaiting(string failure);

    [LoggerMessage(LogLevel.Error, "The audit log lost entries ({Lost}): storage was out of reach for too long.")]
    private partial void LogLost(int lost);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditEntry))]
internal sealed partial class AuditJson : JsonSerializerContext;
