using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Delivery;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Functions.Tests.Emails.Delivery;

public sealed class SendRateTests
{
    private readonly FakeTimeProvider _clock = new(SampleEmails.Now);

    [Fact]
    public void Any_minute_has_no_more_than_the_limit()
    {
        var rate = Rate(perMinute: 2, perHour: 0);

        Assert.Equal(TimeSpan.Zero, Wait(rate));
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.Zero, Wait(rate));
        Assert.Equal(TimeSpan.FromSeconds(40), Wait(rate));
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(TimeSpan.Zero, Wait(rate));
        Assert.Equal(TimeSpan.FromSeconds(20), Wait(rate));
    }

    [Fact]
    public void Any_hour_has_no_more_than_the_limit()
    {
        var rate = Rate(perMinute: 0, perHour: 10);

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(TimeSpan.Zero, Wait(rate)));
        _clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal(TimeSpan.FromMinutes(10), Wait(rate));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(TimeSpan.Zero, Wait(rate));
    }

    [Fact]
    public void Zero_is_no_limit()
    {
        var rate = Rate(perMinute: 0, perHour: 0);

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(TimeSpan.Zero, Wait(rate)));
    }

    [Fact]
    public void A_pause_that_the_provider_asks_for_is_kept()
    {
        var rate = Rate(perMinute: 0, perHour: 0);

        rate.Pause(TimeSpan.FromSeconds(30));
        rate.Pause(TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromSeconds(30), Wait(rate));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.Zero, Wait(rate));
    }

    [Theory]
    [InlineData(nameof(EmailTransport.Acs), 30)]
    [InlineData(nameof(EmailTransport.Pickup), 0)]
    public void The_limit_that_is_not_set_is_the_transports(string transport, int perMinute)
    {
        Assert.Equal(perMinute, new EmailOptions { Transport = Enum.Parse<EmailTransport>(transport) }.Limits.PerMinute);
    }

    private SendRate Rate(int perMinute, int perHour) =>
        new(Options.Create(new EmailOptions { MaxPerMinute = perMinute, MaxPerHour = perHour }), _clock);

    /// <summary>How long the rate asks to wait; zero when the email may be sent.</summary>
    private static TimeSpan Wait(SendRate rate)
    {
        var acquired = rate.TryAcquire(out var retryAfter);
        Assert.Equal(acquired, retryAfter == TimeSpan.Zero);
        return retryAfter;
    }
}
