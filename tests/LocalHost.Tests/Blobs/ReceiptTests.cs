using Antivirus.LocalHost.Blobs;

namespace Antivirus.LocalHost.Tests.Blobs;

public sealed class ReceiptTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, true)]
    [InlineData(-86_400, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(600, false)]
    [InlineData(86_400, true)]
    [InlineData(1_000_000_000, true)]
    public void A_try_waits_for_its_time_unless_a_wrong_clock_wrote_it(int? secondsFromNow, bool expected) =>
        Assert.Equal(expected, Receipt.IsDue(secondsFromNow is { } seconds ? Now.AddSeconds(seconds) : null, Now));

    [Theory]
    [InlineData(4, 19, 4, false)]
    [InlineData(5, 0, 0, true)]
    [InlineData(0, 20, 0, true)]
    [InlineData(0, 0, 5, true)]
    public void A_blob_is_given_up_after_failed_tries_or_deaths_but_not_by_their_sum(int tries, int deaths, int deathsAlone, bool expected)
    {
        var receipt = new Receipt("1", ReceiptState.Waiting, tries, null) { Deaths = deaths, DeathsAlone = deathsAlone };

        Assert.Equal(expected, receipt.IsExhausted(threshold: 5));
    }

    [Theory]
    [InlineData(false, 1, 0)]
    [InlineData(true, 0, 1)]
    public void A_death_takes_back_its_try_and_is_counted_apart(bool alone, int deaths, int deathsAlone)
    {
        // Arrange
        var running = Receipt.New("1").Begin(alone);

        // Act
        var receipt = Receipt.Parse(running.ToMetadata())!.AfterDeath();

        // Assert
        Assert.Equal((ReceiptState.Waiting, 0, deaths, deathsAlone, false),
            (receipt.State, receipt.Tries, receipt.Deaths, receipt.DeathsAlone, receipt.RunsAlone));
        Assert.Equal(receipt, Receipt.Read(receipt.ToMetadata(), "1"));
    }
}
