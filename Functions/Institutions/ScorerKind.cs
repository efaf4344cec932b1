namespace Antivirus.Functions.Institutions;

/// <summary>Who scores an institution's students.</summary>
internal enum ScorerKind
{
    /// <summary>The artefact in memory.</summary>
    Local,

    /// <summary>A SageMaker endpoint.</summary>
    SageMaker,
}
