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

    /// <summary>The period of each student, where the profile names its column; empty without one.</summary>
    public IReadOnlyList<string> Periods { get; init; } = [];

    /// <summary>Sensitive columns, no features, that the file lacks: the fairness table goes without them.</summary>
    public IReadOnlyList<string> MissingSensitive { get; init; } = [];

    /// <summary>Cells with a word that the model was not trained on, by feature; read only for a trained model.</summary>
    public IReadOnlyDictionary<string, int> NewWords { get; init; } = new Dictionary<string, int>();

    /// <summary>The new words themselves, by student and feature, both counted from 0 in the set as it was read.</summary>
    public IReadOnlyDictionary<(int Student, int Feature), string> NewWordCells { get; init; } =
        new Dictionary<(int Student, int Feature), string>();

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

    /// <summary>The same as a model of this schema reads them: codes of a category that it was not trained on are new words.</summary>
    public float[] FlattenAs(StudentSchema trained)
    {
        var rows = Flatten();
        var width = trained.Features.Count;
        for (var cell = 0; cell < rows.Length; cell++)
        {
            var isNew = trained.Features[cell % width].TrainedCodes is { } codes && !float.IsNaN(rows[cell]) && !codes.Contains(rows[cell]);
            rows[cell] = isNew ? StudentBatch.NewWord : rows[cell];
        }

        return rows;
    }

    /// <summary>The set with these students alone.</summary>
    public TrainingSet Take(IReadOnlyList<int> students) => this with
    {
        Features = [.. students.Select(index => Features[index])],
        AtRisk = [.. students.Select(index => AtRisk[index])],
        Ids = [.. students.Select(index => Ids[index])],
        Groups = [.. students.Select(index => Groups[index])],
        Sensitive = Sensitive.ToDictionary(column => column.Key, column => students.Select(index => column.Value[index]).ToArray()),
        NewWordCells = new Dictionary<(int Student, int Feature), string>(),
        Periods = Periods.Count == 0 ? [] : [.. students.Select(index => Periods[index])],
    };
}
