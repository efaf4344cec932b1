using System.Globalization;

namespace Antivirus.Blobs;

/// <summary>How a blob's metadata tell who holds it and for how long from its last write.</summary>
internal static class ClaimMark
{
    private const string HolderKey = "holder";
    private const string SecondsKey = "holdsseconds";

    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(60);

    /// <param name="duration">Null once it is given up.</param>
    /// <returns>The metadata with the mark.</returns>
    public static Dictionary<string, string> Add(IDictionary<string, string> metadata, string holder, TimeSpan? duration)
    {
        var marked = new Dictionary<string, string>(metadata) { [HolderKey] = holder };
        marked.Remove(SecondsKey);
        if (duration is { } held)
        {
            marked[SecondsKey] = ((int)held.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return marked;
    }

    public static bool IsBy(string holder, IDictionary<string, string> metadata) =>
        metadata.TryGetValue(HolderKey, out var marked) && marked == holder;

    /// <inheritdoc cref="BlobClaim.HeldFor"/>
    public static TimeSpan HeldFor(IDictionary<string, string> metadata, DateTimeOffset written, DateTimeOffset? now)
    {
        if (!metadata.TryGetValue(SecondsKey, out var text)
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.Zero;
        }

        var duration = Math.Min(seconds, MaxDuration.TotalSeconds);
        var left = written.AddSeconds(duration) - (now ?? written);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
