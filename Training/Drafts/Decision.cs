namespace Antivirus.Training.Drafts;

/// <summary>What a draft made of a column, and why.</summary>
/// <param name="Role">target, id, group, period, feature, sensitive or left out.</param>
internal sealed record Decision(string Column, string Role, string Reason);
