using System.Threading.Channels;
using Antivirus.Storage.Runs;
using Antivirus.Support;
using Azure.Core;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Storage.Tests.Runs;

/// <summary>A claim that is held no longer stops its holder, before another instance may have it.</summary>
public sealed class RunClaimTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
{
    private const string Upload = "univalle/a.csv";
    private readonly TellingClock _clock = new();
    private readonly Interference _interference = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_claim_that_somebody_broke_is_lost_at_the_next_renewal()
    {
        // Arrange
        var containers = await CreateAsync();
        await using var claim = await new RunLedger(containers, _clock).ClaimAsync(Upload, Cancellation);
        await containers.Ledger.GetBlobClient($"runs/{Upload}.json").SetMetadataAsync(new Dictionary<string, string>(),
            cancellationToken: Cancellation);

        // Act
        _clock.Advance(TimeSpan.FromSeconds(20));

        // Assert
        await WaitForAsync(claim.Lost);
    }

    [Fact]
    public async Task A_claim_whose_renewal_hangs_is_lost_while_it_still_holds_for_others()
    {
        // Arrange
        var containers = await CreateAsync();
        var renewals = new SemaphoreSlim(0);
        await using var claim = await new RunLedger(containers, _clock).ClaimAsync(Upload, Cancellation);
        _interference.Before = async (request, cancellationToken) =>
        {
            if (IsRenewal(request))
            {
                renewals.Release();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        };

        // Act
        _clock.Advance(TimeSpan.FromSeconds(20));
        await renewals.WaitAsync(Cancellation);
        Assert.False(claim.Lost.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromSeconds(30));

        // Assert
        await WaitForAsync(claim.Lost);
    }

    [Fact]
    public async Task A_renewal_that_fails_once_costs_nothing()
    {
        // Arrange
        var containers = await CreateAsync();
        var renewals = new SemaphoreSlim(0);
        await using var claim = await new RunLedger(containers, _clock).ClaimAsync(Upload, Cancellation);
        var attempts = 0;
        _interference.Before = (request, _) => IsRenewal(request) && Interlocked.Increment(ref attempts) == 1
            ? throw new HttpRequestException("No hay red.")
            : Task.CompletedTask;
        _interference.After = request =>
        {
            _ = IsRenewal(request) ? renewals.Release() : 0;
            return Task.CompletedTask;
        };

        // Act
        await _clock.AdvanceWhenSomebodyWaitsAsync(TimeSpan.FromSeconds(20));
        await _clock.AdvanceWhenSomebodyWaitsAsync(TimeSpan.FromSeconds(20));
        await renewals.WaitAsync(Cancellation);

        // Assert
        Assert.Equal(2, attempts);
        Assert.False(claim.Lost.IsCancellationRequested);
    }

    private async Task<Containers> CreateAsync()
    {
        var containers = new Containers(_interference.Connect(azurite.ConnectionString),
            Options.Create(new StorageOptions { LedgerContainer = $"t{Guid.NewGuid():N}" }));
        await containers.Ledger.CreateAsync(cancellationToken: Cancellation);
        return containers;
    }

    /// <summary>Tells how long somebody begins to wait, so that the time is not moved before.</summary>
    private sealed class TellingClock() : FakeTimeProvider(DateTimeOffset.UtcNow)
    {
        private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _waits.Writer.TryWrite(dueTime);
            return timer;
        }

        public async Task AdvanceWhenSomebodyWaitsAsync(TimeSpan time)
        {
            while (await _waits.Reader.ReadAsync(Cancellation) != time)
            {
                // Another wait.
            }

            Advance(time);
        }
    }

    private static bool IsRenewal(Request request) => request.Uri.Query.Contains("comp=metadata", StringComparison.Ordinal);

    private static Task WaitForAsync(CancellationToken lost) =>
        Eventually.HoldsAsync(() => Task.FromResult(lost.IsCancellationRequested), "The claim is lost.");
}
