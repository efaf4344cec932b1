using Antivirus.Model.Cohorts;
using Antivirus.Model.Outcomes;
using Antivirus.Training.Data;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Drafts;

/// <summary>Drafts the target: which values mean that the risk came about, where names and values together say so for certain.</summary>
internal static class TargetDraft
{
    private const int MaxValues = 40;

    /// <exception cref="TrainingException">The column holds one value only, or too many.</exception>
    public static (Target Target, Decision Decision) From(RawTable table, int column)
    {
        var name = table.Header[column];
        var counts = ValueCounts.Of(table.Rows.Select(row => row.Cells[column]));
        var values = counts.Known.Select(value => value.Value).ToList();
        if (values.Count is 0 or > MaxValues || (values.Count == 1 && counts.Missing.Count == 0))
        {
            throw new TrainingException(
                $"{table.Path}: column {name} holds {Count.Of(values.Count, "different value")}, so it can hardly be the target. " +
                "Name the column that holds what became of each student: --target NAME.");
        }

        var isStated = TargetLegend.IsIn(table.Notes, name, values);
        var meanings = isStated ? [.. values.Select(_ => OutcomeMeaning.None)] : TargetValues.Decide(name, values);
        var (atRisk, notAtRisk) = (Of(values, meanings, OutcomeSide.Risk), Of(values, meanings, OutcomeSide.Good));
        var isDecided = atRisk.Count > 0 && notAtRisk.Count > 0;
        var (spanish, english) =
            TargetSentences.Of(isDecided ? meanings.First(meaning => meaning.Side == OutcomeSide.Risk).Event : OutcomeEvent.Unknown);
        var target = new Target
        {
            Column = name,
            AtRisk = atRisk,
            NotAtRisk = notAtRisk,
            LeaveOut = isDecided ? [.. Of(values, meanings, OutcomeSide.Unknown), .. counts.Missing.Select(value => value.Value)] : [],
            MeaningEs = spanish,
            MeaningEn = english,
        };
        return (target, new Decision(name, "target", Explain(target, counts, isDecided)
            + (isStated ? "; a line of the file says what its values mean" : "")));
    }

    private static List<string> Of(List<string> values, IReadOnlyList<OutcomeMeaning> meanings, OutcomeSide side) =>
        values.Where((_, index) => meanings[index].Side == side).ToList();

    private static string Explain(Target target, ValueCounts counts, bool isDecided)
    {
        string List(IReadOnlyList<string> values) => values.Count == 0 ? "none" : counts.Show(values);
        if (isDecided)
        {
            return $"the column's name and values decide; at risk: {List(target.AtRisk)}; not at risk: {List(target.NotAtRisk)}; left " +
                $"out: {List(target.LeaveOut)}";
        }

        return target.AtRisk.Count > 0
            ? $"at risk: {List(target.AtRisk)}, but no value says that a student was not at risk, so train refuses until " +
                "target.notAtRisk " +
                $"is filled (\"\" means the empty cells); the values: {counts.Show()}"
            : $"undecided, since name and values do not say for certain which of them mean the risk, so train refuses until " +
                $"target.atRisk and target.notAtRisk are filled; the values: {counts.Show()}";
    }
}
