using System.Security.Cryptography;
using Antivirus.Support;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Storage.Tests;

public sealed class BlockBlobWriterTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(12_345)]
    public async Task What_was_written_is_there_after_the_commit_and_not_before(int length)
    {
        // Arrange
        var container = await CreateContainerAsync();
        var content = RandomNumberGenerator.GetBytes(length);
        await using var writer = new BlockBlobWriter(container.GetBlockBlobClient("a.csv"), blockBytes: 1000);

        // Act
        await writer.WriteAsync(content, Cancellation);
        var before = (bool)await container.GetBlobClient("a.csv").ExistsAsync(Cancellation);
        await writer.CommitAsync(new CommitBlockListOptions(), Cancellation);
        var after = await container.GetBlobClient("a.csv").DownloadContentAsync(Cancellation);

        // Assert
        Assert.False(before);
        Assert.Equal(content, after.Value.Content.ToArray());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), writer.Sha256);
    }

    [Fact]
    public async Task A_writer_that_is_dropped_leaves_what_was_there()
    {
        // Arrange
        var container = await CreateContainerAsync();
        await container.GetBlobClient("a.csv").UploadAsync(new BinaryData("antes"), Cancellation);

        // Act
        await using (var writer = new BlockBlobWriter(container.GetBlockBlobClient("a.csv"), blockBytes: 10))
        {
            await writer.WriteAsync(new byte[25], Cancellation);
        }

        // Assert
        var content = await container.GetBlobClient("a.csv").DownloadContentAsync(Cancellation);
        Assert.Equal("antes", content.Value.Content.ToString());
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(12, false)]
    [InlineData(36, false)]
    [InlineData(48, true)]
    [InlineData(64, true)]
    public async Task Blocks_that_somebody_else_left_under_the_name_do_not_keep_it_from_being_written(int idBytes, bool exists)
    {
        // Arrange: as many bytes as other clients' ids have.
        var container = await CreateContainerAsync();
        var blob = container.GetBlockBlobClient("a.csv");
        if (exists)
        {
            await blob.UploadAsync(BinaryData.FromString("antes").ToStream(), cancellationToken: Cancellation);
        }

        await blob.StageBlockAsync(Convert.ToBase64String(RandomNumberGenerator.GetBytes(idBytes)),
            BinaryData.FromString("ajeno").ToStream(), cancellationToken: Cancellation);
        var content = RandomNumberGenerator.GetBytes(2500);
        await using var writer = new BlockBlobWriter(blob, blockBytes: 1000);

        // Act
        await writer.WriteAsync(content, Cancellation);
        await writer.CommitAsync(new CommitBlockListOptions(), Cancellation);

        // Assert
        Assert.Equal(content, (await blob.DownloadContentAsync(Cancellation)).Value.Content.ToArray());
        Assert.Empty((await blob.GetBlockListAsync(BlockListTypes.Uncommitted, cancellationToken: Cancellation)).Value.UncommittedBlocks);
    }

    [Fact]
    public async Task Blocks_with_ids_too_short_for_ours_keep_a_name_from_being_written()
    {
        // Arrange
        var container = await CreateContainerAsync();
        var blob = container.GetBlockBlobClient("a.csv");
        await blob.StageBlockAsync("AAAA", BinaryData.FromString("ajeno").ToStream(), cancellationToken: Cancellation);
        await using var writer = new BlockBlobWriter(blob, blockBytes: 4);

        // Act
        await writer.WriteAsync("id,age"u8.ToArray(), Cancellation);
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            writer.CommitAsync(new CommitBlockListOptions(), Cancellation));

        // Assert
        Assert.Equal("InvalidBlobOrBlock", refused.ErrorCode);
    }

    [Fact]
    public async Task A_writer_that_is_abandoned_leaves_no_block_behind()
    {
        // Arrange
        var container = await CreateContainerAsync();
        await using var writer = new BlockBlobWriter(container.GetBlockBlobClient("a.csv"), blockBytes: 10);
        await writer.WriteAsync(new byte[25], Cancellation);

        // Act
        await writer.AbandonAsync();

        // Assert
        Assert.Empty(await container.GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, null, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_writer_that_is_abandoned_leaves_what_was_there()
    {
        // Arrange
        var container = await CreateContainerAsync();
        await container.GetBlobClient("a.csv").UploadAsync(new BinaryData("antes"), Cancellation);
        await using var writer = new BlockBlobWriter(container.GetBlockBlobClient("a.csv"), blockBytes: 10);
        await writer.WriteAsync(new byte[25], Cancellation);

        // Act
        await writer.AbandonAsync();

        // Assert
        var content = await container.GetBlobClient("a.csv").DownloadContentAsync(Cancellation);
        Assert.Equal("antes", content.Value.Content.ToString());
    }

    [Fact]
    public async Task A_block_on_its_way_outlives_the_token_of_the_write_that_filled_it()
    {
        // Arrange
        var container = await CreateContainerAsync();
        var content = RandomNumberGenerator.GetBytes(8 * 1024 * 1024);
        await using var writer = new BlockBlobWriter(container.GetBlockBlobClient("a.csv"), blockBytes: content.Length);
        using var write = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        // Act
        await writer.WriteAsync(content, write.Token);
        await write.CancelAsync();
        await writer.CommitAsync(new CommitBlockListOptions(), Cancellation);

        // Assert
        var after = await container.GetBlobClient("a.csv").DownloadContentAsync(Cancellation);
        Assert.Equal(content, after.Value.Content.ToArray());
    }

    [Fact]
    public async Task A_block_that_cannot_be_sent_fails_the_writer_and_never_gives_half_a_blob()
    {
        // Arrange
        var container = await CreateContainerAsync();
        await using var writer = new BlockBlobWriter(container.GetBlockBlobClient("a.csv"), blockBytes: 10);
        await writer.WriteAsync(new byte[15], Cancellation);
        await container.DeleteAsync(cancellationToken: Cancellation);

        // Act
        var failure = await Assert.ThrowsAsync<RequestFailedException>(async () =>
        {
            await writer.WriteAsync(new byte[25], Cancellation);
            await writer.CommitAsync(new CommitBlockListOptions(), Cancellation);
        });

        // Assert
        Assert.Equal(404, failure.Status);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_not_overwritten_when_the_condition_says_so()
    {
        // Arrange
        var container = await CreateContainerAsync();
        await container.GetBlobClient("a.csv").UploadAsync(new BinaryData("antes"), Cancellation);
        await using var writer = new BlockBlobWriter(container.GetBlockBlobClient("a.csv"));
        await writer.WriteAsync(new byte[5], Cancellation);
        var onlyIfNew = new CommitBlockListOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };

        // Act
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => writer.CommitAsync(onlyIfNew, Cancellation));

        // Assert
        Assert.Equal(409, failure.Status);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(412, 10)]
    [InlineData(0, 100)]
    [InlineData(409, 100)]
    [InlineData(412, 100)]
    public async Task A_commit_whose_answer_was_lost_is_recognised_as_ones_own(int failure, int blockBytes)
    {
        // Arrange: the commit goes through, and then the line drops, or the client's repeat meets its own condition.
        var container = await CreateContainerAsync();
        var interference = new Interference
        {
            After = request => request.Method == RequestMethod.Put && !request.Uri.Query.Contains("comp=block&", StringComparison.Ordinal)
                ? throw new RequestFailedException(failure, "La respuesta se perdió.")
                : Task.CompletedTask,
        };
        var blob = interference.Connect(azurite.ConnectionString).GetBlobContainerClient(container.Name).GetBlockBlobClient("a.csv");
        await using var writer = new BlockBlobWriter(blob, blockBytes);
        await writer.WriteAsync(new byte[25], Cancellation);

        // Act
        await writer.CommitAsync(new CommitBlockListOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } },
            Cancellation);

        // Assert
        Assert.Equal(25, (await container.GetBlobClient("a.csv").GetPropertiesAsync(cancellationToken: Cancellation)).Value.ContentLength);
    }

    private async Task<BlobContainerClient> CreateContainerAsync()
    {
        var container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient($"t{Guid.NewGuid():N}");
        await container.CreateAsync(cancellationToken: Cancellation);
        return container;
    }
}
