using Antivirus.Model.Cohorts.Reading;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Data;

/// <summary>Tells from a row's target whether the risk came about.</summary>
internal sealed class TargetReader
{
    private readonly int _column;
    private readonly Dictionary<string, bool?> _outcomes;

    private TargetReader(int column, Target target)
    {
        _column = column;
        _outcomes = new Dictionary<string, bool?>(StringComparer.OrdinalIgnoreCase);
        target.LeaveOut.ToList().ForEach(value => _outcomes[value] = null);
        target.NotAtRisk.ToList().ForEach(value => _outcomes[value] = false);
        target.AtRisk.ToList().ForEach(value => _outcomes[value] = true);
    }

    /// <exception cref="TrainingException">The profile does not say of each value what it means.</exception>
    public static TargetReader Create(RawTable table, Profile profile)
    {
        var target = profile.Target;
        var reader = new TargetReader(table.ColumnOf(target.Column), target);
        var counts = ValueCounts.Of(table.Rows.Select(row => row.Cells[reader._column]));
        if (target.AtRisk.Count == 0 || target.NotAtRisk.Count == 0)
        {
            var field = target.AtRisk.Count == 0 ? "target.atRisk" : "target.notAtRisk";
            throw new TrainingException(
                $"Profile {profile.Name}: {field} is empty, so nobody knows which students were at risk. Column {target.Column} of " +
                $"{table.Path} holds {counts.Show()}. Write into target.atRisk the values that mean the risk came about, and into " +
                "target.notAtRisk those that mean it did not (\"\" means the empty cells).");
        }

        var unnamed = counts.Known.Select(value => value.Value).Where(value => !reader._outcomes.ContainsKey(value)).ToList();
        return unnamed.Count == 0
            ? reader
            : throw new TrainingException(
                $"{table.Path}, line {reader.LineOf(table, unnamed[0])}, column {target.Column}: found {counts.Show(unnamed)}, expected " +
                $"{string.Join(", ", target.AtRisk.Concat(target.NotAtRisk).Concat(target.LeaveOut).Where(value => value.Length > 0))}. " +
                $"Name {(unnamed.Count == 1 ? "the value" : "the values")} in the profile's target: atRisk, notAtRisk or leaveOut.");
    }

    /// <summary>True at risk, false not at risk, null for a row that is left out: a missing target is, unless the profile says what it
    /// means.</summary>
    public bool? Find(TableRow row) => _outcomes.GetValueOrDefault(row.Cells[_column]);

    private long LineOf(RawTable table, string value) =>
        table.Rows.First(row => row.Cells[_column].Equals(value, StringComparison.OrdinalIgnoreCase)).Line;
}
