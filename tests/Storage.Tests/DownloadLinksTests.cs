using System.Net;
using Antivirus.Support;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Storage.Tests;

public sealed class DownloadLinksTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-90)]
    [InlineData(-24 * 60)]
    [InlineData(24 * 60)]
    public async Task A_link_works_now_whatever_the_clock_of_the_host(int hostIsFastByMinutes)
    {
        // Arrange
        var (containers, blob) = await CreateBlobAsync();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow.AddMinutes(hostIsFastByMinutes));
        using var links = new DownloadLinks(containers, new StorageClock(containers, clock));

        // Act
        var link = await links.CreateAsync(blob, TimeSpan.FromHours(1), Cancellation);

        // Assert
        using var http = new HttpClient();
        using var answer = await http.GetAsync(link.Url, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange(link.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(59), DateTimeOffset.UtcNow.AddMinutes(61));
    }

    [Theory]
    [InlineData("https://cuenta.blob.core.windows.net/c/a.csv", "spr=https&")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/c/a.csv", "spr=https,http&")]
    public async Task A_link_travels_by_https_alone_where_storage_speaks_it(string address, string protocol)
    {
        // Arrange
        var (containers, _) = await CreateBlobAsync();
        using var links = new DownloadLinks(containers, new StorageClock(containers, TimeProvider.System));
        var blob = new BlobClient(new Uri(address),
            new Azure.Storage.StorageSharedKeyCredential("cuenta", Convert.ToBase64String(new byte[64])));

        // Act
        var link = await links.CreateAsync(blob, TimeSpan.FromHours(1), Cancellation);

        // Assert
        Assert.Contains(protocol, Uri.UnescapeDataString(link.Url.Query), StringComparison.Ordinal);
    }

    private async Task<(Containers Containers, BlobClient Blob)> CreateBlobAsync()
    {
        var options = new StorageOptions { ReportsContainer = $"t{Guid.NewGuid():N}" };
        var containers = new Containers(new BlobServiceClient(azurite.ConnectionString), Options.Create(options));
        await containers.Reports.CreateAsync(cancellationToken: Cancellation);
        var blob = containers.Reports.GetBlobClient("univalle/reporte_a.csv");
        await blob.UploadAsync(BinaryData.FromString("x"), Cancellation);
        return (containers, blob);
    }
}
