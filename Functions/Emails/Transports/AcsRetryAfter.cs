using System.Globalization;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>Reads the header <c>Retry-After</c>: seconds, or the date of another try.</summary>
internal static class AcsRetryAfter
{
    /// <param name="now">The date of the answer itself, so that a clock that is wrong here does no harm.</param>
    public static TimeSpan? Read(string? header, DateTimeOffset? now)
    {
        if (int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return now is not null
            && DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? TimeSpan.FromTicks(Math.Max(0, (date - now.Value).Ticks))
            : null;
    }
}
