using Antivirus.Model.Evaluation;

namespace Antivirus.Model.Outcomes;

/// <summary>The groups of students that may be shown to everyone at an institution: of a handful a share is nearly a name.</summary>
public static class ShownGroups
{
    /// <summary>
    /// Leaves out groups of fewer than <see cref="SensitiveGroups.MinShown"/> students. What is left out can be worked out from the
    /// totals, so that in each column it is two groups at least, and as many students together.
    /// </summary>
    public static IReadOnlyList<OutcomeGroup> Of(IReadOnlyList<OutcomeGroup> groups)
    {
        var hidden = groups.GroupBy(group => group.Column, StringComparer.Ordinal).SelectMany(column => HiddenOf([.. column])).ToHashSet();
        return [.. groups.Where(group => !hidden.Contains(group))];
    }

    private static IEnumerable<OutcomeGroup> HiddenOf(IReadOnlyList<OutcomeGroup> column)
    {
        var (hidden, students) = (0, 0);
        foreach (var group in column.OrderBy(group => group.Count))
        {
            var isEnough = hidden == 0 || (hidden > 1 && students >= SensitiveGroups.MinShown);
            if (group.Count >= SensitiveGroups.MinShown && isEnough)
            {
                yield break;
            }

            (hidden, students) = (hidden + 1, students + group.Count);
            yield return group;
        }
    }
}
