using Antivirus.Model.Cohorts;
using Antivirus.Training.Data;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Exploration;

/// <summary>Rows by what became of the student.</summary>
internal sealed record ClassBalance(int Rows, int AtRisk, int NotAtRisk);

/// <summary>Pearson's correlation of each two columns of numbers; the target stands among them as 0 and 1.</summary>
internal sealed record CorrelationMatrix(IReadOnlyList<string> Names, IReadOnlyList<double[]> Rows);

/// <summary>What the notebook looked at before it trained.</summary>
internal sealed class DataSummary
{
    private const int MaxValues = 12;
    private readonly RawTable _table;
    private readonly Profile _profile;

    public DataSummary(RawTable table, Profile profile)
    {
        (_table, _profile) = (table, profile);
        var target = table.ColumnOf(profile.Target.Column);
        Outcomes = [.. table.Rows.Select(row => OutcomeOf(row.Cells[target]))];
        Columns = [.. table.Header.Select((name, index) => (name, index)).Where(column => column.index != target && !IsId(column.name)).Select(column => Read(column.name, column.index))];
        Target = Summarize(new RawColumn(profile.Target.Column, "", "", [.. table.Rows.Select(row => row.Cells[target])], null, IsWhole: false));
        Summaries = [.. Columns.Select(Summarize)];
        Correlations = Correlate();
        Balance = BalanceOf(Enumerable.Range(0, table.Rows.Count));
        WithoutOutliers = profile.Outliers is null ? null : BalanceOf(KeptRows());
    }

    /// <summary>Whether each row was at risk; null where its target says neither.</summary>
    public IReadOnlyList<bool?> Outcomes { get; }

    /// <summary>All columns but the target and those that tell who a student is: id and group.</summary>
    public IReadOnlyList<RawColumn> Columns { get; }

    public ColumnSummary Target { get; }

    /// <summary>In the order of <see cref="Columns"/>.</summary>
    public IReadOnlyList<ColumnSummary> Summaries { get; }

    public CorrelationMatrix Correlations { get; }

    public ClassBalance Balance { get; }

    /// <summary>What the profile's outlier rule keeps; null when it has none.</summary>
    public ClassBalance? WithoutOutliers { get; }

    private bool? OutcomeOf(string cell) => cell switch
    {
        _ when _profile.Target.AtRisk.Contains(cell, StringComparer.OrdinalIgnoreCase) => true,
        _ when _profile.Target.NotAtRisk.Contains(cell, StringComparer.OrdinalIgnoreCase) => false,
        _ => null,
    };

    private bool IsId(string name) =>
        name.Equals(_profile.Id, StringComparison.OrdinalIgnoreCase) || name.Equals(_profile.Group, StringComparison.OrdinalIgnoreCase);

    private RawColumn Read(string name, int index)
    {
        var known = _profile.Columns.FirstOrDefault(column => (column.Source ?? column.Name).Equals(name, StringComparison.OrdinalIgnoreCase));
        string[] cells = [.. _table.Rows.Select(row => row.Cells[index])];
        var numbers = known?.Kind == FeatureKind.Category ? null : Numbers(cells);
        return new RawColumn(name, known?.LabelEs ?? name, known?.LabelEn ?? name, cells, numbers, numbers is not null && Array.TrueForAll(numbers, number => double.IsNaN(number) || number == Math.Truncate(number)));
    }

    private double[]? Numbers(string[] cells)
    {
        var numbers = Array.ConvertAll(cells, cell => cell.Length == 0 ? double.NaN : RawTable.TryNumber(cell, _profile.Separator != ",", out var number) ? number : double.PositiveInfinity);
        return Array.Exists(numbers, double.IsPositiveInfinity) || Array.TrueForAll(numbers, double.IsNaN) ? null : numbers;
    }

    private ColumnSummary Summarize(RawColumn column)
    {
        var counts = column.Cells.Select((cell, index) => (cell, index)).GroupBy(entry => entry.cell, entry => entry.index).ToList();
        var known = column.Numbers?.Where(number => !double.IsNaN(number)).ToList();
        return new ColumnSummary(
            column.Name,
            column.Numbers is null ? "text" : column.IsWhole ? "integer" : "number",
            column.Cells.Count(cell => cell.Length == 0),
            counts.Count(same => same.Key.Length > 0),
            known is null ? null : Description.Of(known),
            [.. counts.OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).Take(MaxValues).Select(same => new ValueCount(same.Key, same.Count(), ShareAtRisk(same)))]);
    }

    private double? ShareAtRisk(IEnumerable<int> rows)
    {
        var known = rows.Where(row => Outcomes[row] is not null).ToList();
        return known.Count == 0 ? null : known.Average(row => Outcomes[row] == true ? 1.0 : 0);
    }

    private ClassBalance BalanceOf(IEnumerable<int> rows)
    {
        var outcomes = rows.Select(row => Outcomes[row]).ToList();
        return new ClassBalance(outcomes.Count, outcomes.Count(outcome => outcome == true), outcomes.Count(outcome => outcome == false));
    }

    private IEnumerable<int> KeptRows()
    {
        var usable = Enumerable.Range(0, _table.Rows.Count).Where(row => Outcomes[row] is not null).ToList();
        var kept = TrainingSetReader.WithoutOutliers(usable.ConvertAll(row => _table.Rows[row]), _table, _profile).Select(row => row.Line).ToHashSet();
        return usable.Where(row => kept.Contains(_table.Rows[row].Line));
    }

    private CorrelationMatrix Correlate()
    {
        var target = Outcomes.Select(outcome => outcome is { } known ? (known ? 1.0 : 0) : double.NaN).ToArray();
        var numeric = Columns.Where(column => column.Numbers is not null).Select(column => (column.Name, Numbers: column.Numbers!)).Append((Name: _profile.Target.Column, Numbers: target)).ToList();
        return new CorrelationMatrix(numeric.ConvertAll(column => column.Name), numeric.ConvertAll(one => numeric.Select(other => Correlation(one.Numbers, other.Numbers)).ToArray()));
    }

    /// <summary>Over the rows where both are known; NaN when one of them is constant.</summary>
    private static double Correlation(double[] left, double[] right)
    {
        var pairs = left.Zip(right).Where(pair => !double.IsNaN(pair.First) && !double.IsNaN(pair.Second)).ToList();
        if (pairs.Count == 0)
        {
            return double.NaN;
        }

        var (meanLeft, meanRight) = (pairs.Average(pair => pair.First), pairs.Average(pair => pair.Second));
        var product = pairs.Sum(pair => (pair.First - meanLeft) * (pair.Second - meanRight));
        return product / Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.First - meanLeft, 2)) * pairs.Sum(pair => Math.Pow(pair.Second - meanRight, 2)));
    }
}
