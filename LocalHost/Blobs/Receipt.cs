using System.Globalization;

namespace Antivirus.LocalHost.Blobs;

internal enum ReceiptState
{
    /// <summary>To be done.</summary>
    Waiting,

    /// <summary>Begun. Without a lease: by an instance that died.</summary>
    Running,

    /// <summary>Done; never again for this ETag.</summary>
    Done,

    /// <summary>Given up after the last try; its message lies in the poison queue.</summary>
    Poison,
}

/// <summary>What became of one version of a blob in one function; kept as metadata, so that one listing reads thousands.</summary>
/// <param name="Tries">Tries that were begun.</param>
/// <param name="NotBefore">When the next try may begin.</param>
internal sealed record Receipt(string ETag, ReceiptState State, int Tries, DateTimeOffset? NotBefore)
{
    public bool Final => State is ReceiptState.Done or ReceiptState.Poison;

    public static Receipt New(string etag) => new(etag, ReceiptState.Waiting, 0, null);

    /// <summary>The receipt for this ETag: what was kept, or a new one when it was for another version.</summary>
    public static Receipt Read(IDictionary<string, string> metadata, string etag) =>
        Parse(metadata) is { } kept && kept.ETag == etag ? kept : New(etag);

    public static Receipt? Parse(IDictionary<string, string> metadata) =>
        metadata.TryGetValue("etag", out var etag)
        && metadata.TryGetValue("state", out var stateText) && Enum.TryParse<ReceiptState>(stateText, ignoreCase: true, out var state)
        && metadata.TryGetValue("tries", out var triesText) && int.TryParse(triesText, NumberStyles.None, CultureInfo.InvariantCulture, out var tries)
            ? new Receipt(etag, state, tries, ReadTime(metadata))
            : null;

    public Dictionary<string, string> ToMetadata()
    {
        var metadata = new Dictionary<string, string>
        {
            ["etag"] = ETag,
            ["state"] = State.ToString(),
            ["tries"] = Tries.ToString(CultureInfo.InvariantCulture),
        };
        if (NotBefore is { } time)
        {
            metadata["notbefore"] = time.ToString("O", CultureInfo.InvariantCulture);
        }

        return metadata;
    }

    private static DateTimeOffset? ReadTime(IDictionary<string, string> metadata) =>
        metadata.TryGetValue("notbefore", out var text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : null;
}
