using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Outcomes;

/// <summary>The sensitive values of some students, by column and id, in the words of the model's schema.</summary>
public static class GroupValues
{
    /// <param name="rows">The cohort file that the report was made of.</param>
    /// <param name="students">Ids of the students whose values are wanted.</param>
    /// <returns>Nothing for columns that the file lacks, or where its id column is not certain.</returns>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ReadAsync(CohortRows rows,
        StudentSchema schema, IReadOnlySet<string> students, string? idColumn, ReportLanguage language,
        CancellationToken cancellationToken)
    {
        var columns = schema.Features.Where(feature => feature.Sensitive)
            .Select(feature => (Feature: feature, Column: rows.ColumnOf(feature), Cells: new FeatureCells(feature)))
            .Where(entry => entry.Column >= 0)
            .ToList();
        var values = columns.Select(_ => new Dictionary<string, string>(StringComparer.Ordinal)).ToList();
        if (columns.Count == 0)
        {
            return new Dictionary<string, IReadOnlyDictionary<string, string>>();
        }

        var isCertain = await rows.ReadAsync(idColumn, schema.IdNames, (id, cells) =>
        {
            for (var index = 0; index < columns.Count && students.Contains(id); index++)
            {
                values[index][id] = Show(columns[index].Feature, columns[index].Cells, cells[columns[index].Column], language);
            }

            return ValueTask.CompletedTask;
        }, cancellationToken);
        return columns.Select((entry, index) => (Label: LabelOf(entry.Feature, language), Values: values[index]))
            .Where(_ => isCertain)
            .ToDictionary(entry => entry.Label, entry => (IReadOnlyDictionary<string, string>)entry.Values);
    }

    /// <summary>The label of a word, or the cell as it is.</summary>
    private static string Show(Feature feature, FeatureCells cells, string cell, ReportLanguage language)
    {
        var word = cells.TryParse(cell, out var code) ? feature.Words.FirstOrDefault(word => word.Code == code) : null;
        return word is null ? cell : (language == ReportLanguage.English ? word.LabelEn : word.LabelEs) ?? word.Word;
    }

    private static string LabelOf(Feature feature, ReportLanguage language) =>
        language == ReportLanguage.English ? feature.LabelEn : feature.LabelEs;
}
