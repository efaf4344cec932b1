namespace Antivirus.Storage;

/// <summary>
/// The time by storage's own clock, which decides whether a link is valid: a host that is 20 minutes fast would sign links for the future.
/// Asked for every five minutes; between, the host's clock runs on from there.
/// </summary>
public sealed class StorageClock(Containers containers, TimeProvider clock)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(5);
    private (DateTimeOffset Time, long Stamp)? _asked;

    public async ValueTask<DateTimeOffset> GetNowAsync(CancellationToken cancellationToken)
    {
        if (_asked is not { } asked || clock.GetElapsedTime(asked.Stamp) > AskAgainAfter)
        {
            var answer = await containers.Reports.ExistsAsync(cancellationToken);
            // Without the container there is no answer to read a time off.
            asked = (answer.GetRawResponse()?.Headers.Date ?? clock.GetUtcNow(), clock.GetTimestamp());
            _asked = asked;
        }

        return asked.Time + clock.GetElapsedTime(asked.Stamp);
    }
}
