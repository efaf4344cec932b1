namespace Antivirus.Model.Models;

/// <summary>Thresholds by group of students, where somebody decided on them: each group's students who were not at risk are reported at the
/// same rate.</summary>
public sealed record GroupThresholds
{
    /// <summary>The features whose values make the groups.</summary>
    public required IReadOnlyList<GroupColumn> Columns { get; init; }

    /// <summary>Groups with a threshold of their own; students of all others have the model's.</summary>
    public required IReadOnlyList<GroupThreshold> Groups { get; init; }

    /// <summary>Who decided that thresholds depend on the group.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>Held-out recall and precision with one threshold for all, 0 to 1.</summary>
    public required ThresholdYield Before { get; init; }

    /// <summary>The same with thresholds by group, which were found on other students than they were measured on.</summary>
    public required ThresholdYield After { get; init; }
}

/// <summary>How the values of a feature make groups: numbers by bands, words by their codes.</summary>
/// <param name="Feature">Name in the schema.</param>
/// <param name="Edges">Lower edges of all bands but the first, ascending; null for words.</param>
/// <param name="Codes">The codes that are groups of their own; null for numbers.</param>
public sealed record GroupColumn(string Feature, IReadOnlyList<double>? Edges, IReadOnlyList<double>? Codes)
{
    /// <summary>How many groups the column makes.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Count => Edges?.Count + 1 ?? Codes?.Count ?? 0;

    /// <summary>Which of them a value belongs to, from 0; -1 for a missing value and a code that is none of them.</summary>
    public int PartOf(float value)
    {
        if (float.IsNaN(value))
        {
            return -1;
        }

        if (Edges is null)
        {
            return Codes!.TakeWhile(code => code != value).Count() is var code && code < Codes!.Count ? code : -1;
        }

        var part = 0;
        while (part < Edges.Count && value >= Edges[part])
        {
            part++;
        }

        return part;
    }
}

/// <summary>The threshold of one group.</summary>
/// <param name="Parts">The group's place in each column, in their order.</param>
/// <param name="Threshold">At risk when the score is strictly above it, 0 to 1.</param>
/// <param name="Students">How many of the training rows are of the group.</param>
public sealed record GroupThreshold(IReadOnlyList<int> Parts, double Threshold, int Students);

/// <summary>What a threshold finds and how often it is right, 0 to 1.</summary>
public sealed record ThresholdYield(double Recall, double Precision);
