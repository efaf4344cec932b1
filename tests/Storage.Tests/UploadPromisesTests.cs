using Antivirus.Support;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Storage.Tests;

/// <summary>A promise holds its name for as long as its link lives, and a file to its size a while longer.</summary>
public sealed class UploadPromisesTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
{
    private const string Name = "univalle/a.csv";
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_the_hour_the_name_is_free_for_another_size()
    {
        // Arrange
        var promises = await CreateAsync();
        Assert.True(await promises.TryAddAsync(Name, Promise(10), Cancellation));
        Assert.True(await promises.IsOpenAsync(Name, Cancellation));
        Assert.False(await promises.TryAddAsync(Name, Promise(11), Cancellation));

        // Act
        _clock.Advance(TimeSpan.FromMinutes(61));

        // Assert
        Assert.False(await promises.IsOpenAsync(Name, Cancellation));
        Assert.Null(await promises.FindAsync(Name, Cancellation));
        Assert.True(await promises.TryAddAsync(Name, Promise(11), Cancellation));
    }

    [Fact]
    public async Task After_its_hour_a_link_creates_nothing()
    {
        // Arrange: a link whose time ended a minute ago.
        var containers = Create();
        await containers.Uploads.CreateAsync(cancellationToken: Cancellation);
        using var links = new DownloadLinks(containers, new StorageClock(containers, TimeProvider.System));
        var link = await links.CreateForUploadAsync(containers.Uploads.GetBlobClient(Name), TimeSpan.FromMinutes(-1), Cancellation);

        // Act
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            new BlobClient(link.Url).UploadAsync(new BinaryData("tarde"), Cancellation));

        // Assert
        Assert.Equal(403, refused.Status);
        Assert.False(await containers.Uploads.GetBlobClient(Name).ExistsAsync(Cancellation));
    }

    [Theory]
    [InlineData(10, 0, false)]
    [InlineData(11, 0, true)]
    [InlineData(9, 119, true)]
    [InlineData(9, 121, false)]
    public void A_file_breaks_a_promise_by_its_size_unless_it_came_long_after_the_link_expired(long size, int minutes, bool isBroken) =>
        Assert.Equal(isBroken, Promise(10).IsBroken(size, _clock.GetUtcNow().AddMinutes(minutes)));

    private UploadPromise Promise(long size) => new(size, _clock.GetUtcNow().AddHours(1));

    private async Task<UploadPromises> CreateAsync()
    {
        var containers = Create();
        await containers.Ledger.CreateAsync(cancellationToken: Cancellation);
        return new UploadPromises(containers, _clock);
    }

    private Containers Create()
    {
        var options = new StorageOptions
        {
            UploadsContainer = $"cargas-{Guid.NewGuid():N}",
            LedgerContainer = $"estado-{Guid.NewGuid():N}"
        };
        return new Containers(new BlobServiceClient(azurite.ConnectionString), Options.Create(options));
    }
}
