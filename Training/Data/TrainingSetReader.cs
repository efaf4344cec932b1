using System.Globalization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Cohorts.Reading.Codings;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Data;

/// <summary>Makes a training set of a raw file, as its profile says.</summary>
internal static class TrainingSetReader
{
    private const int MinRows = 50;

    /// <summary>Reads the set that a model is trained on: without outliers and rows that are left out.</summary>
    /// <param name="firstTested">The first period that is tested on only: its words may be new, as those of a next term. All rows are
    /// trained on when null.</param>
    /// <exception cref="TrainingException">A cell cannot be read, or the rows cannot make a model.</exception>
    public static async Task<TrainingSet> ReadForTrainingAsync(string path, Profile profile, string? sheet,
        CancellationToken cancellationToken, string? firstTested = null)
    {
        return Check(await ReadAsync(path, profile, forTraining: true, sheet, cancellationToken, new NewWordRule(null, firstTested)), path);
    }

    /// <summary>Reads all rows that have a target.</summary>
    /// <param name="forTraining">Leaves out outliers, and repeated rows where the profile knows the student's id: without one, two students
    /// may be alike.</param>
    /// <param name="rule">Where words may be new; nowhere when null.</param>
    /// <exception cref="TrainingException">A cell cannot be read.</exception>
    public static async Task<TrainingSet> ReadAsync(string path, Profile profile, bool forTraining, string? sheet,
        CancellationToken cancellationToken, NewWordRule? rule = null)
    {
        var trained = rule?.Trained;
        var table = await RawTable.ReadAsync(path, profile.SourceColumns, sheet, cancellationToken);
        var targets = TargetReader.Create(table, profile);
        var rows = table.Rows.Where(row => targets.Find(row) is not null).ToList();
        var repeated = RepeatedRows.LinesOf(rows);
        var kept = forTraining ? Kept(rows, repeated, table, profile) : rows;
        var period = profile.Period is { } name && table.Has(name) ? table.ColumnOf(name) : (int?)null;
        string[] periods = period is { } cell ? [.. kept.Select(row => row.Cells[cell])] : [];
        if (rule?.FirstTested is { } tested)
        {
            PeriodSplit.Check(periods, profile, tested);
        }

        var columns = profile.FeatureColumns.Select(column => new FeatureReader(table, column, FeatureOf(column, trained),
            row => period is { } index && rule?.IsTested(row.Cells[index]) == true)).ToList();
        RefuseOtherCodes(table, [.. columns.Select(column => column.Feature)], [.. columns.Select(column => column.Column)]);
        var sensitive = profile.Columns.Where(column => column.Sensitive).ToLookup(column => table.Has(column) || column.Feature == true);
        var set = new TrainingSet
        {
            Schema = trained ?? profile.ToSchema(),
            Features = [.. kept.Select(row => columns.Select(column => column.Read(row)).ToArray())],
            AtRisk = [.. kept.Select(row => targets.Find(row)!.Value)],
            Ids = [.. Ids(table, kept, profile)],
            Groups = [.. kept.Select(row =>
                profile.Group is { } group ? row.Cells[table.ColumnOf(group)] : row.Line.ToString(CultureInfo.InvariantCulture))],
            Sensitive = sensitive[true].ToDictionary(
                column => column.Name,
                column => kept.Select(row => row.Cells[table.ColumnOf(column)]).ToArray()),
            MissingSensitive = [.. sensitive[false].Select(column => column.Name)],
            Periods = periods,
            RowsRead = table.Rows.Count,
            RowsWithoutOutcome = table.Rows.Count - rows.Count,
            RepeatedLines = [.. repeated.Order()],
            Skipped = table.DescribeSkipped(),
            DataSha256 = table.Sha256,
        };
        return set with
        {
            NewWords = columns.Where(column => column.NewWords.Count > 0)
                .ToDictionary(column => column.Name, column => column.NewWords.Count),
            NewWordCells = columns.SelectMany((column, feature) => column.NewWords.Select(cell => ((cell.Key, feature), cell.Value)))
                .ToDictionary(),
        };
    }

    /// <summary>The rows to train on: without repeated ones where the profile knows the student's id, and without outliers.</summary>
    private static List<TableRow> Kept(List<TableRow> rows, HashSet<long> repeated, RawTable table, Profile profile)
    {
        var kept = (profile.Id ?? profile.Group) is null ? rows : rows.FindAll(row => !repeated.Contains(row.Line));
        return profile.Outliers is null ? kept : WithoutOutliers(kept, table, profile);
    }

    /// <exception cref="TrainingException">A legend of the file says something else of a column's codes than the profile.</exception>
    private static void RefuseOtherCodes(RawTable table, Feature[] features, int[] columns)
    {
        if (ColumnCodes.FindContradiction(features, table.Header, columns, table.Notes, table.Rows) is { } problem)
        {
            throw new TrainingException(
                $"{table.Path}{(problem.Line > 0 ? $", line {problem.Line}" : "")}, column {problem.Column}: found {problem.Found}, " +
                $"expected {problem.Expected}.");
        }
    }

    /// <summary>The students' ids: those of the group where no student has two rows, else made of the line.</summary>
    private static IEnumerable<string> Ids(RawTable table, List<TableRow> rows, Profile profile)
    {
        var column = (profile.Id ?? profile.Group) is { } name ? table.ColumnOf(name) : (int?)null;
        var isId = profile.Id is not null
            || (column is { } group && rows.Select(row => row.Cells[group]).Distinct(StringComparer.Ordinal).Count() == rows.Count);
        return rows.Select(row => isId ? row.Cells[column!.Value] : $"EST{row.Line - 1:00000}");
    }

    /// <exception cref="TrainingException">The trained model has no such feature.</exception>
    private static Feature FeatureOf(ProfileColumn column, StudentSchema? trained) => trained is null
        ? column.ToFeature()
        : trained.Features.FirstOrDefault(feature => feature.Name == column.Name)
            ?? throw new TrainingException($"The model has no feature {column.Name}; give the profile that it was trained with.");

    /// <summary>The rows that the profile's outlier rule keeps; an empty cell is not an outlier.</summary>
    internal static List<TableRow> WithoutOutliers(List<TableRow> rows, RawTable table, Profile profile)
    {
        var rule = profile.Outliers!;
        var kept = new HashSet<long>(rows.Select(row => row.Line));
        foreach (var name in rule.Columns)
        {
            var index = table.ColumnOf(name);
            var numbers = new NumberColumn(rows.Select(row => row.Cells[index]));
            var values = rows.ConvertAll(row => (row.Line, Value: Number(table, row, index, numbers)))
                .FindAll(row => !double.IsNaN(row.Value));
            var mean = values.Select(row => row.Value).DefaultIfEmpty().Average();
            var sd = Math.Sqrt(values.Sum(row => (row.Value - mean) * (row.Value - mean)) / (values.Count - 1));
            kept.ExceptWith(values.FindAll(row => row.Value < mean - (rule.Sigma * sd) || row.Value > mean + (rule.Sigma * sd))
                .Select(row => row.Line));
        }

        return rows.FindAll(row => kept.Contains(row.Line));
    }

    private static double Number(RawTable table, TableRow row, int column, NumberColumn numbers) => row.Cells[column] switch
    {
        var cell when NumberColumn.IsMissing(cell) => double.NaN,
        var cell when numbers.TryParse(cell, out var number) => number,
        var cell =>
            throw new TrainingException(
            $"{table.Path}, line {row.Line}, column {table.Header[column]}: found '{cell}', expected a number, since the profile's " +
            "outlier rule names this column."),
    };

    /// <exception cref="TrainingException">The rows cannot make a model.</exception>
    internal static TrainingSet Check(TrainingSet set, string path)
    {
        if (set.Count < MinRows)
        {
            throw new TrainingException(
                $"{path}: {set.Count} usable rows are too few to train on; {MinRows} are the least, several hundred are sensible.");
        }

        if (set.CountAtRisk == 0 || set.CountAtRisk == set.Count)
        {
            throw new TrainingException(
                $"{path}: all {set.Count} rows have the same target; a model needs students who were at risk and students who were not.");
        }

        for (var index = 0; index < set.Schema.Features.Count; index++)
        {
            var values = set.Features.Select(row => row[index]).Distinct().Take(2).ToList();
            if (values.Count == 1)
            {
                throw new TrainingException(
                    $"{path}: column {set.Schema.Features[index].Name} is " +
                    $"{(float.IsNaN(values[0]) ? "empty in all rows" : "the same in all rows")}; it can teach a model nothing. Take it " +
                    "out of the profile.");
            }
        }

        return set;
    }

    /// <summary>Reads the cells of one feature as the scorer would.</summary>
    private sealed class FeatureReader
    {
        private readonly RawTable _table;
        private readonly FeatureCells _cells;
        private readonly Func<TableRow, bool> _isTested;
        private int _rows;

        public FeatureReader(RawTable table, ProfileColumn column, Feature feature, Func<TableRow, bool> isTested)
        {
            (_table, Column, Feature, _isTested) = (table, table.ColumnOf(column), feature, isTested);
            if (ColumnCodes.FindOther(feature, table.Header[Column]) is { } codes)
            {
                throw new TrainingException(
                    $"{table.Path}, line {table.Summary.HeaderLine}, column {table.Header[Column]}: expected {codes}.");
            }

            _cells = new FeatureCells(feature, new NumberColumn(table.Rows.Select(row => row.Cells[Column])).DecimalMarks);
        }

        public int Column { get; }

        public Feature Feature { get; }

        public string Name => Feature.Name;

        /// <summary>Cells so far that hold a word which no code stands for, by place of the row.</summary>
        public Dictionary<int, string> NewWords { get; } = [];

        public float Read(TableRow row)
        {
            var place = _rows++;
            if (_cells.TryParse(row.Cells[Column], out var value))
            {
                return value;
            }

            if (Feature.NewWords == Model.Cohorts.NewWords.Score && (Feature.TrainedCodes is not null || _isTested(row))
                && _cells.IsNewWord(row.Cells[Column]))
            {
                NewWords[place] = row.Cells[Column];
                return StudentBatch.NewWord;
            }

            throw new TrainingException(
                $"{_table.Path}, line {row.Line}, column {_table.Header[Column]}: found '{row.Cells[Column]}', expected " +
                $"{_cells.ExpectedFor(row.Cells[Column])}. {Advice}");
        }

        private string Advice => Feature is { Kind: FeatureKind.Category, Words.Count: 0 }
            ? "Give the column its \"words\" in the profile, each with a code; without them its cells are codes."
            : "Mend the file, or the column's range and words in the profile.";
    }
}

/// <summary>Where a category's words may be new.</summary>
/// <param name="Trained">The schema of a trained model, whose words are read as its scorer reads them; the profile's own when
/// null.</param>
/// <param name="FirstTested">The first period whose rows are tested on only; none is when null.</param>
internal sealed record NewWordRule(StudentSchema? Trained, string? FirstTested = null)
{
    public bool IsTested(string period) => FirstTested is not null && PeriodOrder.Compare(period, FirstTested) >= 0;
}
