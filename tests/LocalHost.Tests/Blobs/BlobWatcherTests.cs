using Antivirus.LocalHost.Blobs;

namespace Antivirus.LocalHost.Tests.Blobs;

public sealed class BlobWatcherTests
{
    [Theory]
    [InlineData(0.01, 0, 1, 1)]
    [InlineData(0.05, 400, 1, 1)]
    [InlineData(2, 10_000, 1, 20)]
    [InlineData(200, 1_000_000, 1, 60)]
    [InlineData(200, 1_000_000, 300, 300)]
    public void A_container_is_looked_at_the_less_often_the_longer_its_listing_takes(double listingSeconds, int blobs, double pollSeconds,
        double expectedSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds),
            BlobWatcher.PauseAfter(TimeSpan.FromSeconds(listingSeconds), blobs, pollSeconds));

    [Theory]
    [InlineData(6, 200, 1)]
    [InlineData(6, 10_000, 20)]
    public void A_listing_that_waited_for_others_counts_for_what_it_holds(double listingSeconds, int blobs, double expectedSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds),
            BlobWatcher.PauseAfter(TimeSpan.FromSeconds(listingSeconds), blobs, pollSeconds: 1));
}
