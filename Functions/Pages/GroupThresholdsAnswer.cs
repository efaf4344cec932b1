using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;

namespace Antivirus.Functions.Pages;

/// <summary>Thresholds by group of students, with who decided on them and what they cost.</summary>
/// <param name="Columns">Labels of the features whose values make the groups.</param>
/// <param name="Before">Held-out recall and precision with one threshold for all, 0 to 1.</param>
/// <param name="After">The same with thresholds by group.</param>
internal sealed record GroupThresholdsAnswer(string DecidedBy, IReadOnlyList<string> Columns, IReadOnlyList<GroupThresholdAnswer> Groups,
    ThresholdYield Before, ThresholdYield After)
{
    /// <summary>A model's thresholds in the labels of its features; null where it has one for all.</summary>
    public static GroupThresholdsAnswer? Of(ModelArtefact artefact, bool english)
    {
        if (artefact.GroupThresholds is not { } thresholds)
        {
            return null;
        }

        Feature[] features = [.. thresholds.Columns.Select(column =>
            artefact.Schema.Features.First(feature => feature.Name == column.Feature))];
        return new GroupThresholdsAnswer(
            thresholds.DecidedBy,
            [.. features.Select(feature => LabelOf(feature, english))],
            [.. thresholds.Groups.Select(group => new GroupThresholdAnswer(
                [.. thresholds.Columns.Select((column, place) => PartOf(features[place], column, group.Parts[place], english))],
                group.Threshold,
                group.Students))],
            thresholds.Before,
            thresholds.After);
    }

    private static GroupPartAnswer PartOf(Feature feature, GroupColumn column, int part, bool english)
    {
        var label = LabelOf(feature, english);
        if (column.Edges is { } edges)
        {
            return new GroupPartAnswer(label)
            {
                From = part == 0 ? null : edges[part - 1],
                Below = part == edges.Count ? null : edges[part],
            };
        }

        var code = column.Codes![part];
        var words = feature.Words.Where(word => word.Code == code).ToList();
        var shown = words.Select(word => english ? word.LabelEn : word.LabelEs).FirstOrDefault(text => text is not null);
        return new GroupPartAnswer(label) { Word = shown ?? words.FirstOrDefault()?.Word ?? FormattableString.Invariant($"{code}") };
    }

    private static string LabelOf(Feature feature, bool english) => english ? feature.LabelEn : feature.LabelEs;
}

/// <summary>The threshold of one group.</summary>
/// <param name="Threshold">At risk when the score is strictly above it, 0 to 1.</param>
/// <param name="Students">How many of the training rows are of the group.</param>
internal sealed record GroupThresholdAnswer(IReadOnlyList<GroupPartAnswer> Parts, double Threshold, int Students);

/// <summary>What one feature says of a group: a word, or a range of numbers.</summary>
internal sealed record GroupPartAnswer(string Label)
{
    public string? Word { get; init; }

    /// <summary>Lowest number, inclusive; null for a word and where the range has no lower end.</summary>
    public double? From { get; init; }

    /// <summary>Upper end, exclusive; null for a word and where the range has none.</summary>
    public double? Below { get; init; }
}
