using System.Globalization;
using System.Security.Cryptography;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Data;

/// <summary>Makes a training set of a raw file, as its profile says.</summary>
public static class TrainingSetReader
{
    private const int MinRows = 50;

    /// <summary>Reads the set that a model is trained on: without outliers and rows that are left out.</summary>
    /// <exception cref="TrainingException">A cell cannot be read, or the rows cannot make a model.</exception>
    public static async Task<TrainingSet> ReadForTrainingAsync(string path, Profile profile, CancellationToken cancellationToken)
    {
        var set = await ReadAsync(path, profile, forTraining: true, cancellationToken);
        Check(set, path);
        return set;
    }

    /// <summary>Reads all rows that have a target.</summary>
    /// <param name="forTraining">Leaves out outliers, and repeated rows where the profile knows the student's id: without one, two students may be alike.</param>
    /// <exception cref="TrainingException">A cell cannot be read.</exception>
    public static async Task<TrainingSet> ReadAsync(string path, Profile profile, bool forTraining, CancellationToken cancellationToken)
    {
        var table = await RawTable.ReadAsync(path, profile.Separator[0], cancellationToken);
        var targets = TargetReader.Create(table, profile);
        var rows = table.Rows.Where(row => targets.Find(row) is not null).ToList();
        var repeated = RepeatedRows(rows);
        if (forTraining && (profile.Id ?? profile.Group) is not null)
        {
            rows = rows.FindAll(row => !repeated.Contains(row.Line));
        }

        var kept = forTraining && profile.Outliers is not null ? WithoutOutliers(rows, table, profile) : rows;
        var columns = profile.FeatureColumns.Select(column => (Feature: column.ToFeature(), Index: table.ColumnOf(column.Source ?? column.Name))).ToList();
        var cells = new CellReader(table.Path);
        return new TrainingSet
        {
            Schema = profile.ToSchema(),
            Features = [.. kept.Select(row => columns.Select(column => cells.Read(row.Line, column.Feature, row.Cells[column.Index])).ToArray())],
            AtRisk = [.. kept.Select(row => targets.Find(row)!.Value)],
            Ids = [.. kept.Select(row => profile.Id is { } id ? row.Cells[table.ColumnOf(id)] : $"EST{row.Line - 1:00000}")],
            Groups = [.. kept.Select(row => profile.Group is { } group ? row.Cells[table.ColumnOf(group)] : row.Line.ToString(CultureInfo.InvariantCulture))],
            Sensitive = profile.Columns.Where(column => column.Sensitive).ToDictionary(
                column => column.Name,
                column => kept.Select(row => row.Cells[table.ColumnOf(column.Source ?? column.Name)]).ToArray()),
            RowsRead = table.Rows.Count,
            RowsWithoutOutcome = table.Rows.Count - table.Rows.Count(row => targets.Find(row) is not null),
            RepeatedLines = [.. repeated.Order()],
            DataSha256 = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, cancellationToken))),
        };
    }

    /// <summary>Lines of the rows that are equal to an earlier one in every cell.</summary>
    private static HashSet<long> RepeatedRows(List<(long Line, string[] Cells)> rows)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. rows.Where(row => !seen.Add(string.Join('\u001f', row.Cells))).Select(row => row.Line)];
    }

    /// <summary>The rows that the profile's outlier rule keeps; an empty cell is no outlier.</summary>
    internal static List<(long Line, string[] Cells)> WithoutOutliers(List<(long Line, string[] Cells)> rows, RawTable table, Profile profile)
    {
        var rule = profile.Outliers!;
        var kept = new HashSet<long>(rows.Select(row => row.Line));
        foreach (var name in rule.Columns)
        {
            var index = table.ColumnOf(name);
            var values = rows.ConvertAll(row => (row.Line, Value: Number(table.Path, row.Line, name, row.Cells[index], profile))).FindAll(row => !double.IsNaN(row.Value));
            var mean = values.Select(row => row.Value).DefaultIfEmpty().Average();
            var sd = Math.Sqrt(values.Sum(row => (row.Value - mean) * (row.Value - mean)) / (values.Count - 1));
            kept.ExceptWith(values.FindAll(row => row.Value < mean - (rule.Sigma * sd) || row.Value > mean + (rule.Sigma * sd)).Select(row => row.Line));
        }

        return rows.FindAll(row => kept.Contains(row.Line));
    }

    private static double Number(string path, long line, string column, string cell, Profile profile) => cell switch
    {
        "" => double.NaN,
        _ when RawTable.TryNumber(cell, profile.Separator != ",", out var number) => number,
        _ => throw new TrainingException($"{path}, line {line}, column {column}: found '{cell}', expected a number, since the profile's outlier rule names this column."),
    };

    private static void Check(TrainingSet set, string path)
    {
        if (set.Count < MinRows)
        {
            throw new TrainingException($"{path}: {set.Count} usable rows are too few to train on; {MinRows} are the least, several hundred are sensible.");
        }

        if (set.CountAtRisk == 0 || set.CountAtRisk == set.Count)
        {
            throw new TrainingException($"{path}: all {set.Count} rows have the same target; a model needs students who were at risk and students who were not.");
        }

        for (var index = 0; index < set.Schema.Features.Count; index++)
        {
            var values = set.Features.Select(row => row[index]).Distinct().Take(2).ToList();
            if (values.Count == 1)
            {
                throw new TrainingException($"{path}: column {set.Schema.Features[index].Name} is {(float.IsNaN(values[0]) ? "empty in all rows" : "the same in all rows")}; it can teach a model nothing. Take it out of the profile.");
            }
        }
    }

    /// <summary>Reads one cell as the scorer would.</summary>
    private sealed class CellReader(string path)
    {
        private readonly Dictionary<string, FeatureCells> _features = new(StringComparer.Ordinal);

        public float Read(long line, Feature feature, string cell)
        {
            if (!_features.TryGetValue(feature.Name, out var cells))
            {
                _features[feature.Name] = cells = new FeatureCells(feature);
            }

            return cells.TryParse(cell, out var value)
                ? value
                : throw new TrainingException($"{path}, line {line}, column {feature.Name}: found '{cell}', expected {cells.Expected}. Mend the file, or the column's range and words in the profile.");
        }
    }
}
