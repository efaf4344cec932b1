using System.Globalization;
using Azure;

namespace Antivirus.Storage.Runs;

/// <summary>
/// Says on an upload that it was written anew without a student's rows: it is the version that its run was made of, less a student,
/// and is not scored again. Kept as metadata of the blob, so that content and statement appear at once.
/// </summary>
/// <param name="Replaces">ETag of the version that the run was made of.</param>
/// <param name="Sha256">Of the file as it is now.</param>
public sealed record ErasedVersion(string Replaces, string Sha256, long Read, long Scored, long AtRisk, long Rejected)
{
    private const string Key = "borrado";

    /// <returns>Null for an upload as its institution sent it.</returns>
    public static ErasedVersion? From(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(Key, out var text) && text.Split(';') is [var replaces, var sha256, .. { Length: 4 } counts]
            && counts.All(count => long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                ? new ErasedVersion(replaces, sha256, Number(counts[0]), Number(counts[1]), Number(counts[2]), Number(counts[3]))
                : null;

    public void WriteTo(IDictionary<string, string> metadata) =>
        metadata[Key] = string.Create(CultureInfo.InvariantCulture, $"{Replaces};{Sha256};{Read};{Scored};{AtRisk};{Rejected}");

    /// <summary>Whether this is the version that the run was made of, less a student.</summary>
    public bool Follows(RunManifest run) =>
        run.State is RunState.Done or RunState.Rejected && run.UploadETag.Trim('"') == Replaces;

    /// <summary>The run's manifest for this version.</summary>
    public RunManifest Apply(RunManifest run, ETag etag) => run with
    {
        UploadETag = etag.ToString(),
        UploadSha256 = Sha256,
        Read = Read,
        Scored = Scored,
        AtRisk = AtRisk,
        Rejected = Rejected,
    };

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
