namespace Antivirus.Model.Cohorts;

/// <summary>What the name of an uploaded blob says, parsed once where an upload comes in.</summary>
public sealed record UploadName
{
    private UploadName(string blobName, string? iesCode, CohortId? cohort) =>
        (BlobName, IesCode, Cohort) = (blobName, iesCode, cohort);

    public string BlobName { get; }

    /// <summary>The institution's code; null when the blob is in no institution's folder.</summary>
    public string? IesCode { get; }

    /// <summary>The cohort; null when the file is of a kind that is not read.</summary>
    public CohortId? Cohort { get; }

    public static UploadName Parse(string blobName)
    {
        var end = blobName.IndexOf('/', StringComparison.Ordinal);
        return new UploadName(
            blobName,
            end > 0 ? blobName[..end] : null,
            CohortId.TryParseUpload(blobName, out var cohort) ? cohort : null);
    }

    public override string ToString() => BlobName;
}
