using System.Collections.Concurrent;
using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Antivirus.Support;
using Azure;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Functions.Tests.Emails.Delivery;

/// <summary>Who sends an email, when sending fails, instances die and clocks are wrong.</summary>
public sealed class EmailClaimTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IAsyncLifetime
{
    private const string Report = "univalle/2026/reporte_cohorte.csv";

    private readonly RecordingMailer _mailer = new();
    private Containers _containers = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _containers = await EmailDesk.CreateContainersAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_host_that_stops_gives_its_claim_back()
    {
        using var desk = Desk();
        await desk.PutAsync(Report);
        using var stop = new CancellationTokenSource();
        _mailer.Before = async (_, cancellationToken) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.NoticeAsync(Report, stop.Token));

        Assert.Equal(EmailState.Released, (await desk.EntryAsync(Report))!.State);
    }

    [Fact]
    public async Task The_email_of_an_instance_that_died_is_sent_by_another_with_the_same_Message_ID()
    {
        // Arrange: the provider has accepted, and from then on the first instance cannot write anything down.
        var cut = new CutLine();
        var dead = new RecordingMailer { After = (_, _) => Task.FromResult(cut.IsCut = true) };
        using var first = new EmailDesk(EmailDesk.Open(cut.Connect(azurite.ConnectionString), _containers.Reports.Name,
            _containers.Ledger.Name), dead);
        using var second = Desk();
        await second.PutAsync(Report);
        await Assert.ThrowsAsync<RequestFailedException>(() => first.NoticeAsync(Report, Cancellation));

        // Act
        await second.NoticeAsync(Report, Cancellation);

        // Assert
        Assert.Equal(Assert.Single(dead.Accepted).MessageId, Assert.Single(_mailer.Accepted).MessageId);
        Assert.Equal((EmailState.Sent, 2), ((await second.EntryAsync(Report))!.State, (await second.EntryAsync(Report))!.Attempts));
    }

    [Fact]
    public async Task A_send_that_takes_longer_than_a_claim_holds_keeps_it()
    {
        // Arrange: on the sender's clock the claim of a minute would run out twice while it sends.
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var first = new EmailDesk(_containers, _mailer, LongClaim, clock: clock);
        using var second = Desk(LongClaim);
        await first.PutAsync(Report);
        var sending = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        _mailer.Before = (_, cancellationToken) =>
        {
            sending.TrySetResult();
            return answer.Task.WaitAsync(cancellationToken);
        };
        var sent = first.NoticeAsync(Report, Cancellation);
        await sending.Task;
        var other = second.NoticeAsync(Report, Cancellation);

        // Act
        for (var renewals = 0; renewals < 6; renewals++)
        {
            var before = (await first.EntryAsync(Report))!.Write;
            await Eventually.HoldsAsync(async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return (await first.EntryAsync(Report))!.Write != before;
            }, "The claim is renewed.");
        }

        answer.SetResult();
        await Task.WhenAll(sent, other);

        // Assert
        Assert.Equal(1, (await first.EntryAsync(Report))!.Attempts);
        Assert.Single(_mailer.Accepted);
    }

    [Fact]
    public async Task An_instance_whose_claim_was_taken_away_stops_sending()
    {
        using var desk = Desk();
        await desk.PutAsync(Report);
        _mailer.Before = async (email, cancellationToken) =>
        {
            var slot = await desk.Ledger.ReadAsync(Report, cancellationToken);
            await desk.Ledger.TryWriteAsync(slot, slot.Entry! with { State = EmailState.Sent, ProviderId = "another" }, cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };

        await desk.NoticeAsync(Report, Cancellation);

        Assert.Empty(_mailer.Accepted);
        Assert.Equal("another", (await desk.EntryAsync(Report))!.ProviderId);
    }

    [Fact]
    public async Task While_an_instance_sends_another_waits_and_does_not_send()
    {
        using var first = Desk(LongClaim);
        using var second = Desk(LongClaim);
        await first.PutAsync(Report);
        _mailer.Before = (_, cancellationToken) => Task.Delay(500, cancellationToken);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => (number % 2 == 0 ? first : second).NoticeAsync(Report, Cancellation)));

        Assert.Single(_mailer.Accepted);
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task A_clock_that_is_hours_wrong_neither_doubles_nor_stops_an_email(int hours)
    {
        using var first = Desk(LongClaim);
        using var wrong = new EmailDesk(_containers, _mailer, LongClaim, clock: new ShiftedClock(TimeSpan.FromHours(hours)));
        await first.PutAsync(Report);
        _mailer.Before = (_, cancellationToken) => Task.Delay(500, cancellationToken);

        await Task.WhenAll(first.NoticeAsync(Report, Cancellation), wrong.NoticeAsync(Report, Cancellation));

        Assert.Single(_mailer.Accepted);
        Assert.Equal(EmailState.Sent, (await first.EntryAsync(Report))!.State);
    }

    [Fact]
    public async Task A_limit_that_takes_too_long_gives_the_email_back_with_the_reason()
    {
        using var desk = Desk(options => (options.MaxPerHour, options.MaxWait) = (1, TimeSpan.FromSeconds(5)));
        await desk.PutAsync("univalle/reporte_a.csv");
        await desk.PutAsync("univalle/reporte_b.csv");
        await desk.NoticeAsync("univalle/reporte_a.csv", Cancellation);

        await Assert.ThrowsAsync<EmailDelayedException>(() => desk.NoticeAsync("univalle/reporte_b.csv", Cancellation));

        var entry = await desk.EntryAsync("univalle/reporte_b.csv");
        Assert.Equal((EmailState.Released, 0), (entry!.State, entry.Attempts));
        Assert.Contains("Email__MaxPerHour", entry.Error, StringComparison.Ordinal);
        Assert.Single(_mailer.Accepted);
    }

    [Fact]
    public async Task The_provider_is_left_alone_as_long_as_it_asks()
    {
        // Arrange
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var asked = TimeSpan.FromSeconds(90);
        using var desk = new EmailDesk(_containers, _mailer, options => options.MaxWait = TimeSpan.FromHours(1), clock: clock);
        await desk.PutAsync(Report);
        var tries = new ConcurrentQueue<long>();
        _mailer.Before = (_, _) =>
        {
            tries.Enqueue(clock.GetTimestamp());
            return tries.Count == 1 ? throw new EmailDelayedException("429") { RetryAfter = asked } : Task.CompletedTask;
        };

        // Act: while an entry is being written the clock stands, for that has a time of its own.
        var notice = desk.NoticeAsync(Report, Cancellation);
        await Eventually.HoldsAsync(async () => (await desk.EntryAsync(Report))?.State == EmailState.Released, "The first try was made.");
        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            return Task.FromResult(tries.Count == 2);
        }, "The second one came.");
        await notice;

        // Assert
        Assert.Equal(2, tries.Count);
        Assert.True(clock.GetElapsedTime(tries.First(), tries.Last()) >= asked);
        Assert.Single(_mailer.Accepted);
    }

    /// <summary>No pause of a busy machine makes it run out, and whoever waits for it waits as long as such a machine takes.</summary>
    private static void LongClaim(EmailOptions options) =>
        (options.ClaimTime, options.MaxWait) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5));

    private EmailDesk Desk(Action<EmailOptions>? settings = null) => new(_containers, _mailer, settings);
}
