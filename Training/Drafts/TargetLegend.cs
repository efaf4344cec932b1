using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Cohorts.Reading.Codings;
using Antivirus.Model.Outcomes;

namespace Antivirus.Training.Drafts;

/// <summary>Finds lines that say what the target's values mean: <c>abandono: 1 = permanece</c>. Only a person can weigh them against the
/// column's name.</summary>
internal static class TargetLegend
{
    /// <summary>Whether there is such a line, other than one that says of 1 that it is yes and of 0 that it is no.</summary>
    public static bool IsIn(IEnumerable<TableNote> notes, string column, IReadOnlyList<string> values)
    {
        var key = TextFold.Key(column);
        var folded = values.Select(TextFold.Fold).ToHashSet(StringComparer.Ordinal);
        return ColumnCodes.StatedIn(notes).Any(stated => folded.Contains(stated.Left)
            && (TextFold.Key(stated.Note).Contains(key, StringComparison.Ordinal)
                || OutcomeWords.MeaningOf(TextFold.Words(stated.Right)).Side != OutcomeSide.Unknown)
            && !(TruthWords.Of(stated.Left) is { } left && TruthWords.Of(stated.Right) == left));
    }
}
