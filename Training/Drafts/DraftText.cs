using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Training.Data;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Drafts;

/// <summary>What a draft decided, a line for each column, as the console prints it.</summary>
internal static class DraftText
{
    private const int MaxFeaturesShown = 60;

    /// <param name="name">The draft's file.</param>
    public static string Of(string name, ProfileDraft draft, RawTable table)
    {
        var profile = draft.Profile;
        var text =
            new StringBuilder(
            $"{name} is a draft, made of {Count.Of(table.Rows.Count, "row")} and {Count.Of(table.Header.Count, "column")}. " +
            $"{(table.DescribeSkipped() is { } skipped ? $"{skipped} " : "")}What was decided, and why:");
        if (draft.RepeatedCount > 0)
        {
            text.AppendLine()
                .Append($"  {Count.Of(draft.RepeatedCount, "row")} equal to an earlier one in every column: was the file pasted twice?");
        }

        var features = draft.Decisions.Where(decision => decision.Role == "feature").ToList();
        foreach (var decision in draft.Decisions.Except(features).Concat(features.Take(MaxFeaturesShown)))
        {
            text.AppendLine().Append($"  {decision.Column}: {decision.Role}; {decision.Reason}.");
        }

        if (features.Count > MaxFeaturesShown)
        {
            text.AppendLine().Append($"  and {Count.Of(features.Count - MaxFeaturesShown, "more feature")}.");
        }

        text.AppendLine()
            .Append("Check the target first, then which columns are known only after the outcome, which can be acted on, the ranges and " +
            "the labels.");
        if (Placeholders.FindIn(profile) is { } field)
        {
            var atRisk = profile.Target.AtRisk.Count == 0 ? "target.atRisk, " : "";
            var notAtRisk = profile.Target.NotAtRisk.Count == 0 ? "target.notAtRisk, " : "";
            text.AppendLine().Append($"To be filled before train accepts it: {atRisk}{notAtRisk}{field}, target.meaningEn.");
        }

        return text.AppendLine().Append("Add attribution to say on the model's card where the data comes from, and its licence.")
            .ToString();
    }
}
