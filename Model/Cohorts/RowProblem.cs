namespace Antivirus.Model.Cohorts;

/// <summary>
/// Why a row was not scored: where, what was found and what was expected, in the report's language.
/// <see cref="Found"/> may hold a student's value: it goes to the institution's own file and email, never to a log.
/// </summary>
/// <param name="Line">1-based line of the file where the row starts; 0 when the whole file is meant.</param>
/// <param name="Column">The column's name, or its 1-based number without a header; null when the whole row is meant.</param>
public sealed record RowProblem(long Line, string? Column, string Found, string Expected)
{
    /// <summary>Stands for a rejected row that is counted and not listed. It sorts after all that are.</summary>
    internal static RowProblem Unlisted { get; } = new(long.MaxValue, null, "", "");
}
