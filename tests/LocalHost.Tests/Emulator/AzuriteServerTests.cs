using Antivirus.Support;

namespace Antivirus.LocalHost.Tests.Emulator;

public sealed class AzuriteServerTests
{
    [Fact]
    public async Task The_Azurite_of_a_test_ends_with_the_process_that_started_it()
    {
        // Arrange
        await using var azurite = new AzuriteServer();
        await azurite.StartAsync();

        // Act, Assert: it ends by itself.
        await azurite.AbandonAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
