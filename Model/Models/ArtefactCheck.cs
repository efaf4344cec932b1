namespace Antivirus.Model.Models;

/// <summary>Whether the numbers of <c>model.json</c> can be what they are said to be.</summary>
internal static class ArtefactCheck
{
    /// <exception cref="ArtefactException">A number is out of its range; the message names it.</exception>
    public static void Validate(ModelArtefact artefact, string path)
    {
        if (artefact.Threshold is not (> 0 and < 1))
        {
            throw Refuse(path, FormattableString.Invariant($"threshold is {artefact.Threshold}; it must lie between 0 and 1"));
        }

        if (artefact.GroupThresholds is { } groups && FaultOf(groups, artefact) is { } fault)
        {
            throw Refuse(path, fault);
        }

        if (artefact.BaseRate is not (>= 0 and <= 1))
        {
            throw Refuse(path, FormattableString.Invariant($"baseRate is {artefact.BaseRate}; it must be from 0 to 1"));
        }

        if (!double.IsFinite(artefact.Calibration.Slope) || !double.IsFinite(artefact.Calibration.Offset))
        {
            throw Refuse(path, "calibration is not finite");
        }

        if (artefact.Schema.Features.FirstOrDefault(feature => feature.Minimum > feature.Maximum) is { } empty)
        {
            throw Refuse(path, $"the range of the feature {empty.Name} is empty");
        }
    }

    private static string? FaultOf(GroupThresholds groups, ModelArtefact artefact)
    {
        const int MaxGroups = 10_000;
        if (groups.Columns.Count == 0 || groups.Columns.Any(column => column.Count is 0 or > MaxGroups || !IsOrdered(column))
            || groups.Columns.Aggregate(1L, (product, column) => Math.Min(MaxGroups + 1L, product * column.Count)) > MaxGroups)
        {
            return "groupThresholds name no groups, or too many";
        }

        if (groups.Columns.FirstOrDefault(column => artefact.Schema.Features.All(feature => feature.Name != column.Feature)) is { } missing)
        {
            return $"groupThresholds name {missing.Feature}, which is not a feature";
        }

        var isWrong = groups.Groups.Any(group => group.Threshold is not (> 0 and < 1) || group.Parts.Count != groups.Columns.Count
            || group.Parts.Where((part, place) => part < 0 || part >= groups.Columns[place].Count).Any());
        return isWrong ? "a threshold of a group does not lie between 0 and 1, or its group does not exist" : null;
    }

    private static bool IsOrdered(GroupColumn column) => column.Edges is null
        || (column.Edges.All(double.IsFinite) && column.Edges.Zip(column.Edges.Skip(1)).All(pair => pair.First < pair.Second));

    private static ArtefactException Refuse(string path, string reason) =>
        new($"{path} cannot be used: {reason}. Copy the artefact again, or train it anew.");
}
