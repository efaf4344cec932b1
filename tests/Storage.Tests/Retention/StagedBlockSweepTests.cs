using Antivirus.Storage.Retention;
using Antivirus.Support;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Storage.Tests.Retention;

/// <summary>Blocks that a killed host staged and never committed go; those of an upload by a write link are never touched.</summary>
public sealed class StagedBlockSweepTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IAsyncLifetime
{
    private const string Name = "udea/a.csv";
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private Containers _containers = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _containers = await OwnContainers.CreateAsync(azurite.ConnectionString, _clock);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("uploads", Name)]
    [InlineData("reports", "udea/reporte_a.csv")]
    [InlineData("ledger", "cargas/0123")]
    public async Task Blocks_of_a_killed_writer_go_when_no_more_can_come(string container, string name)
    {
        // Arrange: nobody says goodbye to what a killed host had staged.
        var blobs = container switch { "uploads" => _containers.Uploads, "reports" => _containers.Reports, _ => _containers.Ledger };
        await StageAsync(blobs.GetBlockBlobClient(name));

        // Act, Assert
        Assert.Equal([name], await LeftAfterAsync(blobs, TimeSpan.FromHours(5.9)));
        Assert.Empty(await LeftAfterAsync(blobs, TimeSpan.FromHours(0.2)));
        Assert.Empty(await LeftAfterAsync(blobs, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Blocks_of_a_host_whose_clock_is_days_slow_stay_while_it_writes()
    {
        // Arrange: the clock is the storage's.
        _clock.Advance(TimeSpan.FromDays(2));
        await StageAsync(_containers.Uploads.GetBlockBlobClient(Name));

        // Act, Assert
        Assert.Equal([Name], await LeftAfterAsync(_containers.Uploads, TimeSpan.Zero));
        Assert.Empty(await LeftAfterAsync(_containers.Uploads, TimeSpan.FromHours(6.1)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_by_a_write_link_is_never_harmed_however_long_it_takes(bool isMixed)
    {
        // Arrange: ids as long as ours; under the name that a killed host had begun to write, or not.
        var blob = _containers.Uploads.GetBlockBlobClient(Name);
        var id = Convert.ToBase64String("foreign00001"u8);
        if (isMixed)
        {
            await StageAsync(blob);
        }

        await blob.StageBlockAsync(id, BinaryData.FromString("id,age").ToStream(), cancellationToken: Cancellation);

        // Act
        await LeftAfterAsync(_containers.Uploads, TimeSpan.FromDays(6));

        // Assert
        await blob.CommitBlockListAsync([id], cancellationToken: Cancellation);
        Assert.Equal("id,age", (await blob.DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }

    [Fact]
    public async Task Files_that_are_there_stay_also_empty_ones_and_those_of_other_kinds()
    {
        // Arrange: one that a killed host had begun to write again, one without bytes, and one that has no blocks.
        var written = _containers.Uploads.GetBlockBlobClient(Name);
        await written.UploadAsync(BinaryData.FromString("id,age").ToStream(), cancellationToken: Cancellation);
        await StageAsync(written);
        await _containers.Uploads.UploadBlobAsync("udea/b.csv", BinaryData.Empty, Cancellation);
        await _containers.Uploads.GetAppendBlobClient("udea/c.csv").CreateAsync(cancellationToken: Cancellation);

        // Act, Assert
        Assert.Equal([Name, "udea/b.csv", "udea/c.csv"], await LeftAfterAsync(_containers.Uploads, TimeSpan.FromDays(6)));
        Assert.Equal("id,age", (await written.DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }

    private static async Task StageAsync(BlockBlobClient blob)
    {
        await using var writer = new BlockBlobWriter(blob, blockBytes: 4);
        for (var block = 0; block < 3; block++)
        {
            await writer.WriteAsync("0123"u8.ToArray(), Cancellation);
        }
    }

    private async Task<List<string>> LeftAfterAsync(BlobContainerClient container, TimeSpan time)
    {
        _clock.Advance(time);
        using var sweep = new StorageSweep(_containers, Options.Create(new RetentionOptions()), _clock, NullLogger<StorageSweep>.Instance);
        await sweep.DeleteWaitingAsync(Cancellation);
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, null, Cancellation))
        {
            names.Add(blob.Name);
        }

        return names;
    }
}
