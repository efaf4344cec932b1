using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Outcomes;

namespace Antivirus.Training.Drafts;

/// <summary>
/// Columns whose names say that they are known only after the outcome: a final mark or status, the date or reason of leaving, what became
/// of the student. A model that saw them would be of no use to a cohort that has none. Whole words in Spanish, English and Portuguese.
/// </summary>
internal static class LaterNames
{
    private static readonly HashSet<string> Finals = ColumnNames.Set("final finales finais definitiva definitivo definitivas definitivos");

    private static readonly HashSet<string> Marks = ColumnNames.Set(
        "nota notas calificacion calificaciones promedio promedios media medias grade grades score scores mark marks gpa conceito " +
            "conceitos "
        + "puntaje examen exam exame evaluacion avaliacao assessment desempeno performance average");

    private static readonly HashSet<string> States =
        ColumnNames.Set("estado estados estatus status situacion situacao condicion condicao disposition standing");

    private static readonly HashSet<string> Results =
        ColumnNames.Set("resultado resultados result results outcome outcomes desenlace desfecho veredicto");

    // Whose result it is. Other words, such as colegio or anterior, make it one that is known before.
    private static readonly HashSet<string> Contexts = ColumnNames.Set(
        "curso cursos course courses materia asignatura disciplina subject academico academica academic estudiante alumno aluno student "
        + "semestre semester periodo period term year ano anio carrera programa program programme universidad university clase class "
        + "estudios estudos studies del de da do la el los las of the o a en em in y e and the numero num");

    private static readonly HashSet<string> Persons =
        ColumnNames.Set("estudiante alumno aluno student matricula matriculacion inscripcion enrollment enrolment registration");

    private static readonly HashSet<string> Explanations = ColumnNames.Set(
        "motivo motivos causa causas causal causales razon razones fecha fechas tipo reason reasons cause causes date dates type data " +
            "datas "
        + "razao forma modalidad modalidade mes month dia day ano anio year periodo period semestre semester term codigo code");

    private static readonly HashSet<string> Leavings = ColumnNames.Set(
        "salida saida exit egreso egresso baja cancelacion cancelamento trancamento unregistration unregistered unenrollment unenrolment "
        + "disenrollment termination terminacion desvinculacion desligamento graduacion graduation grado titulacion formatura conclusao "
        + "conclusion completion culminacion diploma expulsion");

    private static readonly HashSet<string> Fillers = ColumnNames.Set(
        "de del da do dos das la el los las o a of the y e and universidad university programa program programme carrera curso course "
        + "estudiante alumno aluno student definitivo definitiva academico academica");

    /// <summary>Why a column's name says that it is known only afterwards; null where it does not.</summary>
    /// <param name="areCounts">Whether the values are numbers above 1, as of courses that were left.</param>
    public static string? ReasonFor(string name, bool areCounts)
    {
        var words = TextFold.Words(TextFold.WithoutNumber(name)).ToList();
        return NamesFinal(words) ? "it is named as a final mark, status or result, which is known only after the outcome"
            : NamesState(words) ? "it is named as the student's status, which says what became of them"
            : ExplainsLeaving(words) ? "it is named as the reason, date or kind of leaving, which is known only once a student has left"
            : NamesOutcome(words) && !areCounts ? "it is named as an outcome, which is known only afterwards"
            : null;
    }

    private static bool NamesFinal(List<string> words) =>
        (words.Any(Results.Contains) || (words.Any(Finals.Contains) && words.Any(word => Marks.Contains(word) || States.Contains(word))))
        && words.All(word => Results.Contains(word) || Finals.Contains(word) || Marks.Contains(word) || States.Contains(word)
            || Contexts.Contains(word));

    private static bool NamesState(List<string> words) =>
        words.Any(States.Contains) && words.Any(Persons.Contains)
        && words.All(word => States.Contains(word) || Persons.Contains(word) || Contexts.Contains(word) || word is "actual" or "current");

    private static bool ExplainsLeaving(List<string> words)
    {
        var rest = words.FindAll(word => !Explanations.Contains(word) && !Fillers.Contains(word));
        return rest.Count > 0 && rest.Count < words.Count && words.Any(Explanations.Contains)
            && rest.TrueForAll(word => Leavings.Contains(word) || IsLeavingOrGraduating(word));
    }

    private static bool NamesOutcome(List<string> words)
    {
        var rest = words.FindAll(word => !Fillers.Contains(word));
        return rest.Count > 0 && rest.TrueForAll(IsLeavingOrGraduating);
    }

    private static bool IsLeavingOrGraduating(string word) => OutcomeWords.MeaningOf([word]) is
    {
        Side: not OutcomeSide.Unknown,
        Event: OutcomeEvent.Leaving or OutcomeEvent.Graduating
    };
}
