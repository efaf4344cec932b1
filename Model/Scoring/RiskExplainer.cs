namespace Antivirus.Model.Scoring;

/// <summary>Exact Shapley values of the trees: how much each feature of a student raises or lowers the raw score.</summary>
public sealed class RiskExplainer
{
}
