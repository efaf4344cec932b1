namespace Antivirus.Model.Cohorts.Reading;

/// <summary>What a person decided about a file before it is read.</summary>
public sealed record ReadingOptions
{
    /// <summary>Language of the problems that are found.</summary>
    public ReportLanguage Language { get; init; } = ReportLanguage.Spanish;

    /// <summary>Name of the column with the students' ids; found when null.</summary>
    public string? IdColumn { get; init; }

    /// <summary>Name of the workbook's sheet; found when null.</summary>
    public string? Sheet { get; init; }
}
