using System.Collections.Concurrent;
using Antivirus.Storage.Audit;
using Antivirus.Support;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Storage.Tests.Audit;

public sealed class AuditLogTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 15, 4, 5, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_of_a_day_stand_in_the_order_in_which_they_came()
    {
        var containers = await OpenAsync();

        await WriteAsync(containers, "getReports", "delete");

        var lines = (await ReadAsync(containers, "2026-11-24.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            """{"caller":"consejer\u00EDa","ies":"univalle","action":"getReports","result":"3 links","at":"2026-11-24T15:04:05+00:00"}""",
            lines[0]);
        Assert.Contains("\"delete\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blob_that_takes_no_more_is_followed_by_a_second_one()
    {
        var full = new FullBlob("2026-11-24.jsonl");
        var containers = await OpenAsync(full);

        await WriteAsync(containers, "getReports");

        Assert.True(full.Refused > 0);
        Assert.Contains("getReports", await ReadAsync(containers, "2026-11-24-2.jsonl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_waits_seconds_only_for_storage_that_hangs_and_says_what_is_lost()
    {
        // Arrange
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hanging = new Interference
        {
            Before = (_, cancellationToken) =>
            {
                asked.TrySetResult();
                return Task.Delay(Timeout.Infinite, cancellationToken);
            },
        };
        var lines = new RecordingLogger();
        using var log = new AuditLog(new Containers(hanging.Connect(azurite.ConnectionString), Options.Create(new StorageOptions())),
            _clock, lines);
        await log.StartAsync(Cancellation);
        log.Write(new AuditEntry("consejería", "univalle", "getReports", "3 links"));

        // Act
        var stop = log.StopAsync(Cancellation);
        await asked.Task;
        _clock.Advance(TimeSpan.FromSeconds(5));
        await stop;

        // Assert
        Assert.Contains(lines.Lines, line => line.StartsWith("The audit log lost entries (1)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Entries_of_requests_that_end_later_than_the_log_are_written_too()
    {
        // Arrange
        var containers = await OpenAsync();
        using var log = new AuditLog(containers, _clock, NullLogger<AuditLog>.Instance);
        await log.StartAsync(Cancellation);
        await log.StopAsync(Cancellation);

        // Act
        log.Write(new AuditEntry("consejería", "univalle", "getReports", "3 links"));
        await log.StoppedAsync(Cancellation);

        // Assert
        Assert.Contains("getReports", await ReadAsync(containers, "2026-11-24.jsonl"), StringComparison.Ordinal);
    }

    private async Task WriteAsync(Containers containers, params string[] actions)
    {
        using var log = new AuditLog(containers, _clock, NullLogger<AuditLog>.Instance);
        await log.StartAsync(Cancellation);
        Array.ForEach(actions, action => log.Write(new AuditEntry("consejería", "univalle", action, "3 links")));
        await log.StopAsync(Cancellation);
    }

    private async Task<Containers> OpenAsync(HttpPipelinePolicy? policy = null)
    {
        var options = new BlobClientOptions();
        if (policy is not null)
        {
            options.AddPolicy(policy, HttpPipelinePosition.PerCall);
        }

        var names = new StorageOptions { AuditContainer = $"t{Guid.NewGuid():N}" };
        var containers = new Containers(new BlobServiceClient(azurite.ConnectionString, options), Options.Create(names));
        await containers.Audit.CreateAsync(cancellationToken: Cancellation);
        return containers;
    }

    private static async Task<string> ReadAsync(Containers containers, string blob) =>
        (await containers.Audit.GetBlobClient(blob).DownloadContentAsync(Cancellation)).Value.Content.ToString();

    /// <summary>Keeps what the log of the app is told.</summary>
    private sealed class RecordingLogger : ILogger<AuditLog>
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));
    }

    /// <summary>Answers appends to one blob as storage does when it has had 50 000.</summary>
    private sealed class FullBlob(string name) : HttpPipelinePolicy
    {
        public int Refused { get; private set; }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("The app calls storage asynchronously.");

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (message.Request.Uri.Query.Contains("comp=appendblock", StringComparison.Ordinal)
                && message.Request.Uri.Path.EndsWith(name, StringComparison.Ordinal))
            {
                Refused++;
                throw new RequestFailedException(409, "Full.", "BlockCountExceedsLimit", null);
            }

            return ProcessNextAsync(message, pipeline);
        }
    }
}
