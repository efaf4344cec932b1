namespace Antivirus.Model.Cohorts;

/// <summary>A file that cannot be read as a cohort at all: empty, binary, damaged, or with a header that lacks a feature.</summary>
public sealed class CohortFormatException(RowProblem problem)
    : Exception("The file cannot be read as a cohort.")
{
    public RowProblem Problem { get; } = problem;

    /// <summary>What a person could decide so that the file can be read; null where no choice helps.</summary>
    public ReadingQuestion? Question { get; init; }
}

/// <summary>What a person is to choose.</summary>
public enum QuestionKind
{
    /// <summary>Which column holds the students' ids.</summary>
    IdColumn,

    /// <summary>Which sheet of the workbook is meant.</summary>
    Sheet,
}

/// <summary>A choice that the file leaves open.</summary>
/// <param name="Choices">Names of columns or sheets, as the file has them.</param>
public sealed record ReadingQuestion(QuestionKind Kind, IReadOnlyList<string> Choices);
