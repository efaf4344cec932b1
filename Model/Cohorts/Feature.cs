namespace Antivirus.Model.Cohorts;

/// <summary>A word that a cell may hold in place of its code, and how a report says it.</summary>
public sealed record CategoryWord(string Word, float Code)
{
    public string? LabelEs { get; init; }

    public string? LabelEn { get; init; }
}

/// <summary>One input of the model: how a cohort file names it, what its cells may hold, and how a report says it.</summary>
public sealed record Feature
{
    public required string Name { get; init; }

    /// <summary>Other header names that mean this feature, such as a misspelling in the field.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public required FeatureKind Kind { get; init; }

    /// <summary>Smallest allowed value, inclusive; none when null.</summary>
    public double? Minimum { get; init; }

    /// <summary>Largest allowed value, inclusive; none when null.</summary>
    public double? Maximum { get; init; }

    public IReadOnlyList<CategoryWord> Words { get; init; } = [];

    /// <summary>Whether an empty cell is a missing value (NaN to the model) rather than a problem.</summary>
    public bool AllowsEmpty { get; init; }

    /// <summary>Whether a university can act on it; such reasons are named first when effects are close.</summary>
    public bool Actionable { get; init; }

    public required string LabelEs { get; init; }

    public required string LabelEn { get; init; }
}
