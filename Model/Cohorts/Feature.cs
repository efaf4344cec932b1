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

    /// <summary>Whether a category's word that the model was not trained on is scored or refused.</summary>
    public NewWords NewWords { get; init; }

    /// <summary>The codes of a category among the training rows; null for numbers, and where an older artefact does not name
    /// them.</summary>
    public IReadOnlyList<float>? TrainedCodes { get; init; }

    /// <summary>Middle value of the training rows; null for categories, and where an older artefact does not name it.</summary>
    public double? Median { get; init; }

    /// <summary>Which values may be named as a reason for risk: all, or only those above or below the median.</summary>
    public Direction Direction { get; init; }

    /// <summary>Whether it says who a student is rather than what happened: never named as a reason.</summary>
    public bool Sensitive { get; init; }

    /// <summary>Whether the university can change it; such reasons are named first when effects are close.</summary>
    public bool Actionable { get; init; }

    /// <summary>Whether it shows that somebody should call the student, such as absences; named first as actionable ones are.</summary>
    public bool Signal { get; init; }

    public required string LabelEs { get; init; }

    public required string LabelEn { get; init; }
}

/// <summary>What becomes of a category's word that the model was not trained on.</summary>
public enum NewWords
{
    /// <summary>The row is scored with the mean over the training rows in its place; the word is counted and named.</summary>
    Score,

    /// <summary>The row is a problem.</summary>
    Reject,
}

/// <summary>Which way a feature's values point when they raise the risk.</summary>
public enum Direction
{
    /// <summary>Either way.</summary>
    Any,

    /// <summary>High values raise the risk: a value at or below the median is not named as a reason.</summary>
    Up,

    /// <summary>Low values raise the risk: a value at or above the median is not named as a reason.</summary>
    Down,
}
