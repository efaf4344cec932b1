using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Reports;

/// <summary>Which columns a report has.</summary>
public enum ReportColumns
{
    /// <summary><c>Id_estudiantes,Prediccion,Probabilidad</c>, and <c>Factores</c> where the scorer gives reasons.</summary>
    Full,

    /// <summary>The two columns of the original system, byte for byte.</summary>
    Original,
}

public sealed record ReportOptions
{
    /// <summary>Most students that a report may begin with.</summary>
    public const int MaxCapacity = 20_000;

    public ReportColumns Columns { get; init; } = ReportColumns.Full;

    public ReportLanguage Language { get; init; } = ReportLanguage.Spanish;

    /// <summary>Also give reasons for students who are not at risk.</summary>
    public bool ReasonsForAll { get; init; }

    /// <summary>Also the column <c>Certeza</c>, where the model knows which scores leave one outcome open.</summary>
    public bool ShowCertainty { get; init; }

    /// <summary>At risk when the score is strictly above it, 0 to 1; the scorer's own when null.</summary>
    public double? Threshold { get; init; }

    /// <summary>How many students can be called: a full report begins with so many of the highest scores, all with reasons. Null keeps the
    /// upload's order; the original's two columns always keep it.</summary>
    public int? Capacity { get; init; }
}
