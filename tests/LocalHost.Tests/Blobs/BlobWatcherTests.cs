using Antivirus.LocalHost.Blobs;

namespace Antivirus.LocalHost.Tests.Blobs;

public sealed class BlobWatcherTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(400, 1, 1)]
    [InlineData(10_000, 1, 20)]
    [InlineData(1_000_000, 1, 60)]
    [InlineData(1_000_000, 300, 300)]
    public void A_container_is_looked_at_the_less_often_the_more_it_holds(int blobs, double pollSeconds, double expectedSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), BlobWatcher.PauseAfter(blobs, pollSeconds));
}
