namespace Antivirus.Model.Cohorts;

/// <summary>The features of a model in its order; drives training, reading and scoring. Stored in the artefact's
/// <c>model.json</c>.</summary>
public sealed record StudentSchema
{
    /// <summary>The id's names of a model whose profile has none.</summary>
    public static IReadOnlyList<string> DefaultIdNames { get; } = ["id", "Id_estudiantes", "id_estudiante", "student_id", "codigo"];

    /// <summary>Header names that mean the student id, before any that are known in general; without a header it is the first
    /// column.</summary>
    public IReadOnlyList<string> IdNames { get; init; } = DefaultIdNames;

    public required IReadOnlyList<Feature> Features { get; init; }
}
