using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>Two hosts whose clocks go wrong, bursts of uploads, kill -9, a line to storage on which one request in ten fails, and a mail
/// server that loses answers and refuses sizes.</summary>
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

        // Assert: a copy only where the mail server's answer was lost, or a host died before it could record the answer.
        var log = $"{result}\n{run.Log}";
        Assert.True(result.Acknowledged >= plan.Burst, log);
        Assert.True(result is { Spoilt: > 0, LostAnswers: > 0, Kills: 2 }, log);
        Assert.True(result.IsKept, log);
    }
}
