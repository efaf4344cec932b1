namespace Antivirus.Model.Models;

/// <summary>Which words of the training file's target say what became of a student.</summary>
/// <param name="Column">Name of the target's column.</param>
/// <param name="AtRisk">Words that mean that the risk came about.</param>
/// <param name="NotAtRisk">Words that mean that it did not.</param>
/// <param name="LeaveOut">Words that say neither, such as an outcome that is still open.</param>
public sealed record TargetWords(
    string Column,
    IReadOnlyList<string> AtRisk,
    IReadOnlyList<string> NotAtRisk,
    IReadOnlyList<string> LeaveOut);
