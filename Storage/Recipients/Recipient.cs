namespace Antivirus.Storage.Recipients;

/// <summary>Somebody who gets an institution's report emails beside those whom the settings name.</summary>
/// <param name="Id">Unique over all institutions, <c>univalle-4f1c0a9be23d</c>: the institution's code stands before the last
/// hyphen.</param>
public sealed record Recipient(string Id, string Email, DateTimeOffset AddedAt)
{
    /// <summary>The institution that an id belongs to; null for a text that is not an id.</summary>
    public static string? IesCodeOf(string id) => id.LastIndexOf('-') is > 0 and var hyphen ? id[..hyphen] : null;
}
