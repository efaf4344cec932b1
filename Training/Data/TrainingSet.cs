using Antivirus.Model.Cohorts;

namespace Antivirus.Training.Data;

/// <summary>Students with what became of them, encoded for the model.</summary>
internal sealed record TrainingSet
{
    public required StudentSchema Schema { get; init; }

    /// <summary>One array a student, in the schema's order; NaN is a missing value.</summary>
    public required IReadOnlyList<float[]> Features { get; init; }

    /// <summary>Whether the risk came about.</summary>
    public required IReadOnlyList<bool> AtRisk { get; init; }

    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Students with the same group stay in one fold.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>Raw values of the sensitive columns, by name, for the fairness audit.</summary>
    public required IReadOnlyDictionary<string, string[]> Sensitive { get; init; }

    /// <summary>Rows in the file, before any were left out.</summary>
    public required int RowsRead { get; init; }

    /// <summary>Rows whose target says neither that the risk came about nor that it did not.</summary>
    public int RowsWithoutOutcome { get; init; }

    /// <summary>1-based lines of the rows that are equal to an earlier one in every cell.</summary>
    public IReadOnlyList<long> RepeatedLines { get; init; } = [];

    /// <summary>What was skipped of the file, in English; null when nothing was.</summary>
    public string? Skipped { get; init; }

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public required string DataSha256 { get; init; }

    public int Count => Features.Count;

    public int CountAtRisk => AtRisk.Count(atRisk => atRisk);

    /// <summary>Share of students at risk, 0 to 1.</summary>
    public double BaseRate => (double)CountAtRisk / Count;

    /// <summary>The features of all students, row-major.</summary>
    public float[] Flatten() => [.. Features.SelectMany(row => row)];
}
