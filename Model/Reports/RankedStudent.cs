namespace Antivirus.Model.Reports;

/// <summary>A student of a report in the order of calls.</summary>
/// <param name="Order">Place by probability, from 1; equal ones in the file's order.</param>
/// <param name="Score">Calibrated probability of risk, 0 to 1, with the report's four decimals.</param>
/// <param name="Reasons">What raises it most, strongest first; empty where the report has none.</param>
public sealed record RankedStudent(int Order, string Id, double Score, IReadOnlyList<RankedReason> Reasons);

/// <summary>A reason in the words of the report: the feature's label and the student's value.</summary>
public sealed record RankedReason(string Label, string Value);
