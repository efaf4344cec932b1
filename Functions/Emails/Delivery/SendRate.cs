using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails.Delivery;

/// <summary>Keeps this instance within the provider's limits: so many emails in any minute, and in any hour.</summary>
internal sealed class SendRate(IOptions<EmailOptions> options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<long> _sent = [];
    private long _pausedUntil = long.MinValue;

    /// <summary>Takes one place: zero when there is one, otherwise how long until there may be one.</summary>
    public TimeSpan TryTake()
    {
        var (perMinute, perHour) = options.Value.Limits;
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            _sent.RemoveAll(sent => clock.GetElapsedTime(sent, now) >= TimeSpan.FromHours(1));
            var wait = Max(Until(_pausedUntil, now), Max(Wait(now, perMinute, TimeSpan.FromMinutes(1)), Wait(now, perHour, TimeSpan.FromHours(1))));
            if (wait == TimeSpan.Zero)
            {
                _sent.Add(now);
            }

            return wait;
        }
    }

    /// <summary>Lets no email out for a time: the provider asked for it.</summary>
    public void Pause(TimeSpan time)
    {
        lock (_gate)
        {
            _pausedUntil = Math.Max(_pausedUntil, clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency));
        }
    }

    private TimeSpan Wait(long now, int limit, TimeSpan window) =>
        limit == 0 || _sent.Count < limit ? TimeSpan.Zero : Max(TimeSpan.Zero, window - clock.GetElapsedTime(_sent[^limit], now));

    private TimeSpan Until(long then, long now) => then <= now ? TimeSpan.Zero : clock.GetElapsedTime(now, then);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
