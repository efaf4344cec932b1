using Antivirus.Model.Models;

namespace Antivirus.Model.Scoring;

/// <summary>Who scored: the scorer, the model behind it, and for SageMaker the endpoint.</summary>
public sealed record ScorerIdentity
{
    /// <summary><c>Local</c> or <c>SageMaker</c>.</summary>
    public required string Scorer { get; init; }

    /// <summary>The artefact's name, <c>student-performance</c>, whose schema the cohort was read with.</summary>
    public required string Model { get; init; }

    /// <summary>The artefact's version; null where the endpoint alone knows it.</summary>
    public string? ModelVersion { get; init; }

    public DateTimeOffset? ModelDate { get; init; }

    /// <summary>Whether the model beat the base rate when it was evaluated; null where that is not known.</summary>
    public ModelFit? Fit { get; init; }

    /// <summary>The risk as a Spanish sentence, "El estudiante no aprueba la asignatura."; null where it is not known.</summary>
    public string? TargetEs { get; init; }

    /// <summary>The same in English.</summary>
    public string? TargetEn { get; init; }

    public string? Endpoint { get; init; }

    public string? Variant { get; init; }
}
