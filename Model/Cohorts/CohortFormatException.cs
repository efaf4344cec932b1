namespace Antivirus.Model.Cohorts;

/// <summary>A file that cannot be read as a cohort at all: empty, binary, damaged, or with a header that lacks a feature.</summary>
public sealed class CohortFormatException(RowProblem problem)
    : Exception("The file cannot be read as a cohort.")
{
    public RowProblem Problem { get; } = problem;
}
