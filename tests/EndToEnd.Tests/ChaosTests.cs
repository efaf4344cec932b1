using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>Two hosts, bursts of uploads, kill -9 and a line to storage on which one request in ten goes wrong.</summary>
public sealed class ChaosTests
{
    [Fact]
    public async Task Every_acknowledged_upload_ends_with_its_whole_report_and_its_email()
    {
        // Arrange
        var plan = new ChaosPlan(Rounds: 2, Burst: 10, FaultShare: 0.1, Patience: TimeSpan.FromMinutes(3));
        await using var run = await ChaosRun.StartAsync(plan, await PublishedApp.FolderAsync(), seed: 18);

        // Act
        var result = await run.RunAsync();

        // Assert: a copy only where a host died, or the ledger was out of reach, after the server had taken the email.
        var log = $"{result}\n{run.Log}";
        Assert.True(result.Acknowledged >= plan.Burst, log);
        Assert.True(result.Spoilt > 0, log);
        Assert.True(result is { Lost: 0, Partial: 0, WithoutEmail: 0, CopiesAreAlike: true, MaxOfOneEmail: <= 3 }, log);
    }
}
