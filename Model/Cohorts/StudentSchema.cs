namespace Antivirus.Model.Cohorts;

/// <summary>The features of a model in its order; drives training, reading and scoring. Stored in the artefact's <c>model.json</c>.</summary>
public sealed record StudentSchema
{
    /// <summary>Header names that mean the student id; without a header it is the first column.</summary>
    public IReadOnlyList<string> IdNames { get; init; } = ["id", "Id_estudiantes", "id_estudiante", "student_id", "codigo"];

    public required IReadOnlyList<Feature> Features { get; init; }
}
