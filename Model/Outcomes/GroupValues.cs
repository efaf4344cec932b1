using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Models;

namespace Antivirus.Model.Outcomes;

/// <summary>The sensitive values of students, by column and id, in the words of the model.</summary>
public sealed class GroupValues(OutcomeOptions options)
{
    private readonly FeatureCells[] _cells = [.. options.Sensitive.Select(feature => new FeatureCells(feature))];
    private readonly Dictionary<string, string>[] _values = [.. options.Sensitive.Select(_ => new Dictionary<string, string>())];

    /// <summary>The sensitive columns of a model, whether they are features or not.</summary>
    public static IReadOnlyList<Feature> ColumnsOf(ModelArtefact artefact) =>
        [.. artefact.Schema.Features.Where(feature => feature.Sensitive), .. artefact.SensitiveColumns ?? []];

    /// <param name="rows">The cohort file that the report was made of.</param>
    /// <param name="students">Ids of the students whose values are wanted.</param>
    /// <returns>By label and id; nothing for columns that the file lacks, or where its id column is not certain.</returns>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ReadAsync(CohortRows rows,
        OutcomeOptions options, IReadOnlySet<string> students, CancellationToken cancellationToken)
    {
        var groups = new GroupValues(options);
        int[] columns = [.. options.Sensitive.Select(rows.ColumnOf)];
        var isCertain = columns.Any(column => column >= 0) && await rows.ReadAsync(options.IdColumn, options.IdNames, (id, cells) =>
        {
            if (students.Contains(id))
            {
                groups.Add(id, cells, columns);
            }

            return ValueTask.CompletedTask;
        }, cancellationToken);
        return isCertain ? groups.ToColumns() : new Dictionary<string, IReadOnlyDictionary<string, string>>();
    }

    /// <summary>Both together; where both have a column, the first one's values count.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Join(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> first,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> second) =>
        first.Concat(second.Where(column => !first.ContainsKey(column.Key))).ToDictionary(column => column.Key, column => column.Value);

    internal static int ColumnOf(TableReader reader, Feature feature) =>
        feature.Aliases.Prepend(feature.Name).Select(reader.ColumnOf).FirstOrDefault(column => column >= 0, -1);

    /// <param name="columns">Where the sensitive columns stand, in their order; -1 for one that is not there.</param>
    internal void Add(string id, string[] cells, IReadOnlyList<int> columns)
    {
        for (var index = 0; index < columns.Count; index++)
        {
            if (columns[index] >= 0)
            {
                _values[index][id] = Show(options.Sensitive[index], _cells[index], cells[columns[index]]);
            }
        }
    }

    internal Dictionary<string, IReadOnlyDictionary<string, string>> ToColumns() => _values
        .Select((values, index) => (Label: LabelOf(options.Sensitive[index]), Values: values))
        .Where(column => column.Values.Count > 0)
        .DistinctBy(column => column.Label)
        .ToDictionary(column => column.Label, column => (IReadOnlyDictionary<string, string>)column.Values);

    /// <summary>The label of a word, or the cell as it is.</summary>
    private string Show(Feature feature, FeatureCells cells, string cell)
    {
        var word = cells.TryParse(cell, out var code) ? feature.Words.FirstOrDefault(word => word.Code == code) : null;
        return word is null ? cell : (options.Language == ReportLanguage.English ? word.LabelEn : word.LabelEs) ?? word.Word;
    }

    private string LabelOf(Feature feature) => options.Language == ReportLanguage.English ? feature.LabelEn : feature.LabelEs;
}
