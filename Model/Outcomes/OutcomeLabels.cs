namespace Antivirus.Model.Outcomes;

/// <summary>What became of students, as a file of labels says it. Ids stay with the institution, never in a log.</summary>
/// <param name="ByStudent">By id: whether the risk came about.</param>
/// <param name="Counts">What was read.</param>
public sealed record OutcomeLabels(IReadOnlyDictionary<string, bool> ByStudent, LabelCounts Counts)
{
    /// <summary>The sensitive values that the file holds, by the column's label and the student's id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Groups { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();
}

/// <summary>What was read of a file of labels.</summary>
public sealed record LabelCounts
{
    /// <summary>Rows with a student's id.</summary>
    public int Rows { get; init; }

    /// <summary>Rows without an outcome: an empty cell, or a word that the profile leaves out.</summary>
    public int WithoutOutcome { get; init; }

    /// <summary>Rows without an id that can be read.</summary>
    public int WithoutId { get; init; }

    /// <summary>Rows that say again what an earlier one said.</summary>
    public int Repeated { get; init; }

    /// <summary>Students with two different outcomes; none of them counts.</summary>
    public int Contradicting { get; init; }

    /// <summary>1-based lines of the first rows that contradict an earlier one.</summary>
    public IReadOnlyList<long> ContradictingLines { get; init; } = [];

    /// <summary>Students with an outcome whom the report does not have.</summary>
    public int NotInReport { get; init; }
}
