using System.Globalization;

namespace Antivirus.LocalHost.Blobs;

internal enum ReceiptState
{
    /// <summary>To be done.</summary>
    Waiting,

    /// <summary>Begun. Without a claim that holds: by an instance that died.</summary>
    Running,

    /// <summary>Done; never again for this ETag.</summary>
    Done,

    /// <summary>Given up after the last try; its message lies in the poison queue.</summary>
    Poison,
}

/// <summary>What became of one version of a blob in one function; kept as metadata, so that one listing reads thousands.</summary>
/// <param name="Tries">Tries that failed, and the one that is running.</param>
/// <param name="NotBefore">When the next try may begin.</param>
internal sealed record Receipt(string ETag, ReceiptState State, int Tries, DateTimeOffset? NotBefore)
{
    /// <summary>The longest pause between two tries.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(10);

    // Clocks of instances differ by seconds.
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(1);

    // An instance that is killed again and again has other blobs in work too, and most of them did nothing.
    private const int DeathsTogetherShare = 4;

    /// <summary>Deaths of instances that had other blobs in work as well.</summary>
    public int Deaths { get; init; }

    /// <summary>Deaths of instances that had this blob alone in work.</summary>
    public int DeathsAlone { get; init; }

    /// <summary>The try that is running has this blob alone in work.</summary>
    public bool RunsAlone { get; init; }

    public bool Final => State is ReceiptState.Done or ReceiptState.Poison;

    /// <summary>An instance died at it, so that it may be what kills them.</summary>
    public bool IsSuspect => Deaths + DeathsAlone > 0;

    public static Receipt New(string etag) => new(etag, ReceiptState.Waiting, 0, null);

    /// <summary>The receipt for this ETag: what was kept, or a new one when it was for another version.</summary>
    public static Receipt Read(IDictionary<string, string> metadata, string etag) =>
        Parse(metadata) is { } kept && kept.ETag == etag ? kept : New(etag);

    public static Receipt? Parse(IDictionary<string, string> metadata) =>
        metadata.TryGetValue("etag", out var etag)
        && metadata.TryGetValue("state", out var stateText) && Enum.TryParse<ReceiptState>(stateText, ignoreCase: true, out var state)
        && TryReadCount(metadata, "tries", out var tries)
            ? new Receipt(etag, state, tries, ReadTime(metadata))
            {
                Deaths = TryReadCount(metadata, "deaths", out var deaths) ? deaths : 0,
                DeathsAlone = TryReadCount(metadata, "deathsalone", out var alone) ? alone : 0,
                RunsAlone = metadata.ContainsKey("alone"),
            }
            : null;

    /// <summary>Whether a try may begin. A time beyond the longest pause was written by a clock that was wrong.</summary>
    public static bool IsDue(DateTimeOffset? notBefore, DateTimeOffset now) =>
        notBefore is not { } time || time <= now || time - now > MaxPause + MaxSkew;

    public Receipt Begin(bool alone) => this with { State = ReceiptState.Running, Tries = Tries + 1, NotBefore = null, RunsAlone = alone };

    /// <summary>A running receipt whose work was broken off: it does not count as a try.</summary>
    public Receipt WithoutTry() =>
        this with { State = ReceiptState.Waiting, Tries = Math.Max(0, Tries - 1), NotBefore = null, RunsAlone = false };

    /// <summary>A running receipt that nobody holds: the death of its instance is counted apart, and the try is not.</summary>
    public Receipt AfterDeath() => WithoutTry() with
    {
        Deaths = Deaths + (RunsAlone ? 0 : 1),
        DeathsAlone = DeathsAlone + (RunsAlone ? 1 : 0),
    };

    /// <summary>Whether no further try may follow.</summary>
    /// <param name="threshold">host.json's <c>poisonBlobThreshold</c>.</param>
    public bool IsExhausted(int threshold) => Tries >= threshold || DeathsAlone >= threshold || Deaths >= threshold * DeathsTogetherShare;

    public Dictionary<string, string> ToMetadata()
    {
        var metadata = new Dictionary<string, string>
        {
            ["etag"] = ETag,
            ["state"] = State.ToString(),
            ["tries"] = Text(Tries),
            ["deaths"] = Text(Deaths),
            ["deathsalone"] = Text(DeathsAlone),
        };
        if (RunsAlone)
        {
            metadata["alone"] = "true";
        }

        if (NotBefore is { } time)
        {
            metadata["notbefore"] = time.ToString("O", CultureInfo.InvariantCulture);
        }

        return metadata;
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static bool TryReadCount(IDictionary<string, string> metadata, string name, out int count)
    {
        count = 0;
        return metadata.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }

    private static DateTimeOffset? ReadTime(IDictionary<string, string> metadata) =>
        metadata.TryGetValue("notbefore", out var text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : null;
}
