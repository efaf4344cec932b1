namespace Antivirus.Model.Cohorts.Reading;

/// <summary>What a person decided about a file before it is read.</summary>
public sealed record ReadingOptions
{
    /// <summary>4 GB: some 60 million students.</summary>
    public const long DefaultMaxUnpackedBytes = 4L << 30;

    /// <summary>Language of the problems that are found.</summary>
    public ReportLanguage Language { get; init; } = ReportLanguage.Spanish;

    /// <summary>Name of the column with the students' ids; found when null.</summary>
    public string? IdColumn { get; init; }

    /// <summary>Name of the workbook's sheet; found when null.</summary>
    public string? Sheet { get; init; }

    /// <summary>Bytes that a compressed file or a workbook may unpack into.</summary>
    public long MaxUnpackedBytes { get; init; } = DefaultMaxUnpackedBytes;

    /// <summary>Rejected rows that are described; later ones are only counted, as <see cref="RowProblem.Unlisted"/>.</summary>
    internal long MaxProblems { get; init; } = long.MaxValue;

    /// <summary>Unpacked bytes of a compressed file up to which their ratio to the packed ones does not count.</summary>
    internal long RatioFreeBytes { get; init; } = UnpackedStream.RatioFreeBytes;
}
