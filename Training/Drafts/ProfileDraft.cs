using Antivirus.Model.Cohorts.Reading;
using Antivirus.Training.Data;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Drafts;

/// <summary>A drafted profile, with what was decided of each column and why.</summary>
internal sealed record ProfileDraft(Profile Profile, IReadOnlyList<Decision> Decisions, int RepeatedCount)
{
    /// <summary>Drafts a profile by looking at a file: a start to be corrected by somebody who knows the data.</summary>
    /// <param name="idColumn">Name of the column with the students' ids; found when null.</param>
    /// <exception cref="TrainingException">The target does not exist or can hardly be one, or a header stands twice.</exception>
    public static ProfileDraft From(RawTable table, string? targetColumn, CancellationToken cancellationToken,
        string? idColumn = null)
    {
        table.CheckNamesOnce();
        var targetIndex = targetColumn is null ? table.Header.Count - 1 : table.ColumnOf(targetColumn);
        var (target, targetDecision) = TargetDraft.From(table, targetIndex);

        // A file that was pasted twice has the ids of one that was not.
        var repeated = RepeatedRows.LinesOf(table.Rows);
        var rows = table.Rows.Where(row => !repeated.Contains(row.Line)).ToList();
        var columns = Enumerable.Range(0, table.Header.Count).Where(index => index != targetIndex)
            .Select(index => Read(table.Header[index], rows, index, cancellationToken)).ToList();
        var students = new StudentColumns(columns, idColumn is null ? null : table.Header[table.ColumnOf(idColumn)]);
        var decisions = new List<Decision>([targetDecision, .. students.Decisions]);
        var known = students.Decisions.Select(decision => decision.Column).ToHashSet(StringComparer.Ordinal);
        var hasTarget = HasTarget(rows, targetIndex, target);
        var drafted = new List<ProfileColumn>();
        foreach (var values in columns.Where(column => !known.Contains(column.Name)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (column, reason) = ColumnDraft.From(values, IsVaried(values, hasTarget));
            decisions.Add(new Decision(values.Name, column is null ? "left out" : column.Sensitive ? "sensitive" : "feature", reason));
            drafted.AddRange(column is null ? [] : [column]);
        }

        return new ProfileDraft(
            new Profile
            {
                Name = ProfileName.Of(table.Path),
                Id = students.Id,
                Group = students.Group,
                Period = students.Period,
                Target = target,
                Columns = drafted,
            },
            decisions,
            repeated.Count);
    }

    private static ColumnValues Read(string name, List<TableRow> rows, int index, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ColumnValues(name, rows.Select(row => row.Cells[index]));
    }

    /// <summary>Whether each row has a target that is in or out of risk; all rows while the target is undecided.</summary>
    private static bool[] HasTarget(List<TableRow> rows, int targetIndex, Target target)
    {
        var known = target.AtRisk.Concat(target.NotAtRisk).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var isDecided = target.AtRisk.Count > 0 && target.NotAtRisk.Count > 0;
        return [.. rows.Select(row => !isDecided || known.Contains(row.Cells[targetIndex]))];
    }

    private static bool IsVaried(ColumnValues values, bool[] hasTarget) =>
        values.Cells.Where((_, row) => hasTarget[row]).Select(cell => NumberColumn.IsMissing(cell) ? "" : cell)
            .Distinct(StringComparer.OrdinalIgnoreCase).Skip(1).Any();
}
