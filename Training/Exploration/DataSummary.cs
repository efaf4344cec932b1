using System.Runtime.InteropServices;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
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
    // More charts than these make a page that no browser shows and nobody reads.
    private const int MaxShown = 40;

    private const int MaxValues = 12;
    private readonly RawTable _table;
    private readonly Profile _profile;
    private readonly ILookup<string, ProfileColumn> _known;
    private readonly CancellationToken _cancellationToken;

    public DataSummary(RawTable table, Profile profile, CancellationToken cancellationToken)
    {
        (_table, _profile, _cancellationToken) = (table, profile, cancellationToken);
        _known = profile.Columns.ToLookup(column => column.Source ?? column.Name, StringComparer.OrdinalIgnoreCase);
        var target = table.ColumnOf(profile.Target.Column);
        Outcomes = [.. table.Rows.Select(row => OutcomeOf(row.Cells[target]))];
        Columns = [.. table.Header.Select((name, index) => (name, index)).Where(column => column.index != target && !IsId(column.name))
            .Select(column => Read(column.name, column.index))];
        Target =
            Summarize(new RawColumn(profile.Target.Column, "", "", [.. table.Rows.Select(row => row.Cells[target])], null, IsWhole: false));
        Summaries = [.. Columns.Select(Summarize)];
        var risk = Outcomes.Select(outcome => outcome is { } known ? (known ? 1.0 : 0) : double.NaN).ToArray();
        Shown = Columns.Count <= MaxShown ? Columns : Strongest(risk);
        Correlations = Correlate(risk);
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

    /// <summary>The columns to show in detail: those that go most with the target where there are many.</summary>
    public IReadOnlyList<RawColumn> Shown { get; }

    /// <summary>Among the numbers of <see cref="Shown"/>, and with the target.</summary>
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
        _cancellationToken.ThrowIfCancellationRequested();
        var known = _known[name].FirstOrDefault();
        string[] cells = [.. _table.Rows.Select(row => row.Cells[index])];
        var numbers = known?.Kind == FeatureKind.Category ? null : Numbers(cells);
        return new RawColumn(name, known?.LabelEs ?? name, known?.LabelEn ?? name, cells, numbers,
            numbers is not null && Array.TrueForAll(numbers, number => double.IsNaN(number) || number == Math.Truncate(number)));
    }

    private static double[]? Numbers(string[] cells)
    {
        var column = new NumberColumn(cells);
        var numbers = Array.ConvertAll(cells, cell =>
            NumberColumn.IsMissing(cell) ? double.NaN : column.TryParse(cell, out var number) ? number : double.PositiveInfinity);
        return Array.Exists(numbers, double.IsPositiveInfinity) || Array.TrueForAll(numbers, double.IsNaN) ? null : numbers;
    }

    private ColumnSummary Summarize(RawColumn column)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var tallies = TalliesOf(column);
        var known = column.Numbers?.Where(number => !double.IsNaN(number)).ToList();
        return new ColumnSummary(
            column.Name,
            column.Numbers is null ? "text" : column.IsWhole ? "integer" : "number",
            tallies.Where(tally => NumberColumn.IsMissing(tally.Key)).Sum(tally => tally.Value.Rows),
            tallies.Count(tally => !NumberColumn.IsMissing(tally.Key)),
            known is null ? null : Description.Of(known),
            [.. tallies.OrderByDescending(tally => tally.Value.Rows).ThenBy(tally => tally.Key, StringComparer.Ordinal).Take(MaxValues)
                .Select(tally => new ValueCount(tally.Key, tally.Value.Rows, ShareAtRisk(tally.Value)))]);
    }

    private Dictionary<string, (int Rows, int AtRisk, int NotAtRisk)> TalliesOf(RawColumn column)
    {
        var tallies = new Dictionary<string, (int Rows, int AtRisk, int NotAtRisk)>(StringComparer.Ordinal);
        for (var row = 0; row < column.Cells.Length; row++)
        {
            ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(tallies, column.Cells[row], out _);
            tally.Rows++;
            tally.AtRisk += Outcomes[row] == true ? 1 : 0;
            tally.NotAtRisk += Outcomes[row] == false ? 1 : 0;
        }

        return tallies;
    }

    private static double? ShareAtRisk((int Rows, int AtRisk, int NotAtRisk) rows) =>
        rows.AtRisk + rows.NotAtRisk == 0 ? null : (double)rows.AtRisk / (rows.AtRisk + rows.NotAtRisk);

    private ClassBalance BalanceOf(IEnumerable<int> rows)
    {
        var outcomes = rows.Select(row => Outcomes[row]).ToList();
        return new ClassBalance(outcomes.Count, outcomes.Count(outcome => outcome == true), outcomes.Count(outcome => outcome == false));
    }

    private IEnumerable<int> KeptRows()
    {
        var usable = Enumerable.Range(0, _table.Rows.Count).Where(row => Outcomes[row] is not null).ToList();
        var kept = TrainingSetReader.WithoutOutliers(usable.ConvertAll(row => _table.Rows[row]), _table, _profile).Select(row => row.Line)
            .ToHashSet();
        return usable.Where(row => kept.Contains(_table.Rows[row].Line));
    }

    /// <summary>The columns that go most with the target, in the file's order: all of them where they are few.</summary>
    private List<RawColumn> Strongest(double[] target)
    {
        var strengths = Columns.Select(column => StrengthOf(column, target)).ToList();
        var chosen = Enumerable.Range(0, Columns.Count).OrderByDescending(index => strengths[index]).Take(MaxShown).Order();
        return [.. chosen.Select(index => Columns[index])];
    }

    private double StrengthOf(RawColumn column, double[] target)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var strength = column.Numbers is { } numbers ? Math.Abs(Association.Correlation(numbers, target))
            : Association.OfWords(column.Cells, target);
        return double.IsNaN(strength) ? -1 : strength;
    }

    private CorrelationMatrix Correlate(double[] target)
    {
        var numeric = Shown.Where(column => column.Numbers is not null).Select(column => (column.Name, Numbers: column.Numbers!))
            .Append((Name: _profile.Target.Column, Numbers: target)).ToList();
        return new CorrelationMatrix(numeric.ConvertAll(column => column.Name),
            numeric.ConvertAll(one => numeric.Select(other => Association.Correlation(one.Numbers, other.Numbers)).ToArray()));
    }
}
