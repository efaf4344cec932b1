namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>What a workbook may cost. A small file that unpacks into an endless one is refused, and never unpacked to disk.</summary>
internal sealed record WorkbookLimits
{
    public static WorkbookLimits Default { get; } = new();

    /// <summary>Of the workbook as it is sent.</summary>
    public long MaxFileBytes { get; init; } = 1L << 30;

    /// <summary>Parts of the package.</summary>
    public int MaxEntries { get; init; } = 10_000;

    /// <summary>Of all parts that are read, unpacked.</summary>
    public long MaxUnpackedBytes { get; init; } = 4L << 30;

    /// <summary>Unpacked bytes per packed byte of one part. Sheets of real cohorts stay below 60; a deflate bomb reaches 1 000.</summary>
    public int MaxRatio { get; init; } = 200;

    /// <summary>Unpacked bytes up to which <see cref="MaxRatio"/> does not count.</summary>
    public long RatioFreeBytes { get; init; } = 32L << 20;

    /// <summary>Of the text that cells share, which is kept in memory.</summary>
    public long MaxSharedBytes { get; init; } = 256L << 20;

    /// <summary>Of one cell, in characters; a spreadsheet allows 32 767.</summary>
    public int MaxCellLength { get; init; } = 1 << 20;

    /// <summary>Unpacked bytes of one XML node.</summary>
    public long MaxNodeBytes { get; init; } = 4L << 20;
}
