using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails.Delivery;

/// <summary>Keeps this instance within the provider's limits: so many emails in any minute, and in any hour.</summary>
internal sealed class SendRate(IOptions<EmailOptions> options, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<long> _sent = [];
    private long _pausedUntil = long.MinValue;

    /// <summary>Takes the right to send one email now.</summary>
    /// <param name="retryAfter">How long until the next email may be sent; zero when this one may.</param>
    public bool TryAcquire(out TimeSpan retryAfter)
    {
        var (perMinute, perHour) = options.Value.Limits;
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            _sent.RemoveAll(sent => clock.GetElapsedTime(sent, now) >= TimeSpan.FromHours(1));
            retryAfter = Max(Until(_pausedUntil, now),
                Max(Wait(now, perMinute, TimeSpan.FromMinutes(1)), Wait(now, perHour, TimeSpan.FromHours(1))));
            if (retryAfter > TimeSpan.Zero)
            {
                return false;
            }

            _sent.Add(now);
            return true;
        }
    }

    /// <summary>Lets no email out for a time, as the provider asked.</summary>
    public void Pause(TimeSpan time)
    {
        lock (_lock)
        {
            _pausedUntil = Math.Max(_pausedUntil, clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency));
        }
    }

    private TimeSpan Wait(long now, int limit, TimeSpan window) =>
        limit == 0 || _sent.Count < limit ? TimeSpan.Zero : Max(TimeSpan.Zero, window - clock.GetElapsedTime(_sent[^limit], now));

    private TimeSpan Until(long then, long now) => then <= now ? TimeSpan.Zero : clock.GetElapsedTime(now, then);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
