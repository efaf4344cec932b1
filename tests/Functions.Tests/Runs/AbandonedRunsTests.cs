using Antivirus.Functions.Tests.Observability;
using Antivirus.Storage.Runs;
using Antivirus.Support;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Functions.Tests.Runs;

/// <summary>Runs that say Running while nobody works on them, under a host that gives up in silence.</summary>
public sealed class AbandonedRunsTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
{
    private const string Name = "univalle/a.csv";

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5, 0, RunState.Failed)]
    [InlineData(4, 0, RunState.Running)]
    [InlineData(1, 61, RunState.Failed)]
    public async Task A_run_that_was_left_ends_when_no_further_try_can_follow(int attempt, int minutes, RunState expected)
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        using var recorded = new RecordedTelemetry(app.Telemetry);
        await SaveAsync(app, attempt);
        _clock.Advance(TimeSpan.FromMinutes(minutes));

        // Act
        using var sweep = app.AbandonedRuns(_clock);
        await sweep.RunOnceAsync(Cancellation);
        await sweep.RunOnceAsync(Cancellation);

        // Assert: once.
        Assert.Equal(expected, (await app.Ledger.FindAsync(Name, Cancellation))!.State);
        Assert.Equal(expected == RunState.Failed ? 1 : 0, recorded.Sum("antivirus.files", ("state", "GivenUp")));
        Assert.Equal(expected == RunState.Failed, await app.ReportAsync("univalle/errores_a.csv") is not null);
    }

    [Fact]
    public async Task A_run_that_an_instance_works_on_is_left_alone()
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        await SaveAsync(app, attempt: 5);
        await using var claim = await app.Ledger.ClaimAsync(Name, Cancellation);

        // Act
        using var sweep = app.AbandonedRuns(_clock);
        await sweep.RunOnceAsync(Cancellation);

        // Assert
        Assert.Equal(RunState.Running, (await app.Ledger.FindAsync(Name, Cancellation))!.State);
    }

    [Theory]
    [InlineData(true, RunState.Failed)]
    [InlineData(false, null)]
    public async Task A_small_upload_whose_process_died_before_it_noted_its_version_does_not_wait_for_ever(bool isThere,
        RunState? expected)
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        if (isThere)
        {
            await app.UploadAsync(Name, "1,2,3");
        }

        await (await app.Ledger.ClaimAsync(Name, Cancellation)).DisposeAsync();
        _clock.Advance(TimeSpan.FromMinutes(61));

        // Act
        using var sweep = app.AbandonedRuns(_clock);
        await sweep.RunOnceAsync(Cancellation);

        // Assert
        Assert.Equal(expected, (await app.Ledger.FindAsync(Name, Cancellation))?.State);
    }

    private async Task SaveAsync(ScoringApp app, int attempt)
    {
        var blob = await app.UploadAsync(Name, "1,2,3");
        var etag = (await blob.GetPropertiesAsync(cancellationToken: Cancellation)).Value.ETag.ToString();
        await using var claim = await app.Ledger.ClaimAsync(Name, Cancellation);
        await claim.SaveAsync(new RunManifest
        {
            State = RunState.Running,
            Upload = Name,
            UploadETag = etag,
            StartedAt = _clock.GetUtcNow(),
            Attempt = attempt,
        }, Cancellation);
    }
}
