using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;

namespace Antivirus.Model.Outcomes;

/// <summary>How a file of labels is read.</summary>
/// <param name="Words">The model's own words of what became of a student.</param>
/// <param name="IdNames">The model's own names of the id column, the first one first.</param>
public sealed record OutcomeOptions(TargetWords Words, IReadOnlyList<string> IdNames)
{
    /// <summary>Language of refusals.</summary>
    public ReportLanguage Language { get; init; } = ReportLanguage.Spanish;

    /// <summary>Name of the column with the students' ids; found when null.</summary>
    public string? IdColumn { get; init; }

    /// <summary>Sensitive columns, whether features or not: their values make the groups, wherever a file has them.</summary>
    public IReadOnlyList<Feature> Sensitive { get; init; } = [];

    /// <summary>Name of the workbook's sheet; found when null.</summary>
    public string? Sheet { get; init; }
}
