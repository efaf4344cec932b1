namespace Antivirus.Model.Scoring;

/// <summary>How many students at risk have this feature among their reasons.</summary>
public sealed record ReasonCount(string Feature, string LabelEs, string LabelEn, long Students);
