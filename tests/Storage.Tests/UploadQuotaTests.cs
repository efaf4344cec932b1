using Antivirus.Support;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Storage.Tests;

/// <summary>What lies in storage counts, so that two hosts count the same.</summary>
public sealed class UploadQuotaTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_quota_there_is_room_for_all()
    {
        // Arrange
        var (quota, _) = await CreateAsync(new QuotaOptions());

        // Act, Assert
        Assert.Null(await quota.FindRoomAsync("udea", size: long.MaxValue, Cancellation));
    }

    [Theory]
    [InlineData(2, 0, 0, -1)]
    [InlineData(3, 0, 0, long.MaxValue)]
    [InlineData(0, 100, 0, 70)]
    [InlineData(0, 100, 70, 70)]
    [InlineData(0, 100, 71, -1)]
    [InlineData(0, 30, 0, -1)]
    [InlineData(3, 30, 0, -1)]
    public async Task The_files_and_bytes_of_the_day_count_for_each_institution_alone(int files, long bytes, long size, long expected)
    {
        // Arrange
        var (quota, containers) = await CreateAsync(new QuotaOptions { FilesPerDay = files, BytesPerDay = bytes });
        await PutAsync(containers, "udea/a.csv", 10);
        await PutAsync(containers, "udea/2026/b.csv", 20);
        await PutAsync(containers, "udea/.DS_Store", 1000);
        await PutAsync(containers, "udea2/c.csv", 1000);

        // Act, Assert
        Assert.Equal(expected, await quota.FindRoomAsync("udea", size, Cancellation));
    }

    [Fact]
    public async Task The_next_day_begins_anew()
    {
        // Arrange
        var (quota, containers) = await CreateAsync(new QuotaOptions { FilesPerDay = 1 });
        await PutAsync(containers, "udea/a.csv", 10);
        var today = await quota.FindRoomAsync("udea", 0, Cancellation);

        // Act
        _clock.Advance(quota.RenewedIn);

        // Assert
        Assert.Equal((-1, long.MaxValue), (today, await quota.FindRoomAsync("udea", 0, Cancellation)));
    }

    [Fact]
    public async Task Of_files_put_straight_into_storage_the_later_ones_are_beyond()
    {
        // Arrange
        var (quota, containers) = await CreateAsync(new QuotaOptions { FilesPerDay = 2 });
        foreach (var name in (string[])["udea/1.csv", "udea/2.csv", "udea/3.csv"])
        {
            await PutAsync(containers, name, 10);
        }

        // Act: those of one second are told apart by their names.
        var beyond = new List<bool>();
        foreach (var name in (string[])["udea/1.csv", "udea/2.csv", "udea/3.csv"])
        {
            var upload = await containers.Uploads.GetBlobClient(name).DownloadContentAsync(Cancellation);
            beyond.Add(await quota.IsBeyondAsync("udea", name, upload.Value.Details, Cancellation));
        }

        // Assert
        Assert.Equal([false, false, true], beyond);
    }

    private async Task<(UploadQuota Quota, Containers Containers)> CreateAsync(QuotaOptions options)
    {
        var containers = new Containers(new BlobServiceClient(azurite.ConnectionString),
            Options.Create(new StorageOptions { UploadsContainer = $"t{Guid.NewGuid():N}" }));
        await containers.Uploads.CreateAsync(cancellationToken: Cancellation);
        return (new UploadQuota(containers, _clock, Options.Create(options)), containers);
    }

    private static async Task PutAsync(Containers containers, string name, int bytes) =>
        await containers.Uploads.GetBlobClient(name).UploadAsync(new BinaryData(new byte[bytes]), Cancellation);
}
