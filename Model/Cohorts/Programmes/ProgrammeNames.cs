using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Cohorts.Programmes;

/// <summary>Names of columns that hold what a student studies, in Spanish, English and Portuguese. A name with any other word is of
/// something else: support programmes, the shift of a programme.</summary>
internal static class ProgrammeNames
{
    private const int None = 0;

    // From the strongest; between names of one kind the one without "code" has the words that people know.
    private static readonly HashSet<string>[] Kinds =
    [
        Set("programa programas carrera carreras program programs programme programmes prog major degree titulacion licenciatura"),
        Set("curso course"),
        Set("facultad facultades faculty faculdade"),
    ];

    private static readonly HashSet<string> Codes = Set("codigo cod code id snies numero num no");
    private static readonly HashSet<string> Helpers = Set(
        """
        de del la el los da do das of the en in nombre nom name nome academico academica academic estudio estudios studies study
        estudiante alumno aluno student actual current inscrito inscrita matriculado matriculada pregrado grado posgrado undergraduate
        universitario universitaria profesional
        """);

    /// <summary>How surely a column of that name holds programmes: 0 for one that does not, higher for a stronger name.</summary>
    public static int RankOf(string name)
    {
        var words = TextFold.Words(TextFold.WithoutBrackets(TextFold.WithoutNumber(name)));
        var kind = Array.FindIndex(Kinds, kind => words.Any(kind.Contains));
        var isKnown = kind >= 0 && words.All(word => Kinds[kind].Contains(word) || Codes.Contains(word) || Helpers.Contains(word));
        return isKnown ? (2 * (Kinds.Length - kind)) - (words.Any(Codes.Contains) ? 1 : 0) : None;
    }

    private static HashSet<string> Set(string words) => [.. words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
