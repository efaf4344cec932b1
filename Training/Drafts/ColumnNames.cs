using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Training.Drafts;

/// <summary>What a column is, as far as its name can tell: whole words in Spanish, English and Portuguese, folded.</summary>
internal static class ColumnNames
{
    private static readonly HashSet<string> Fillers =
        Set("de del da do dos das la el los las o a of the numero num nro nr no n number codigo cod code est");
    private static readonly HashSet<string> Students =
        Set("estudiante estudiantes alumno alumnos alumna aluno alunos aluna student students estudiantil learner discente");

    private static readonly HashSet<string> Ids = Set(
        "id ids codigo cod codestudiante codest matricula cedula documento doc identificacion identificador identidad identidade " +
            "identificacao identification identifier "
        + "carne carnet carnee rut run dni nie nif curp ra rgm rga cpf legajo expediente boleta idstudent studentid idestudiante " +
            "estudianteid idalumno idaluno "
        + "alumnoid alunoid sid uuid guid nia nip registro");

    private static readonly HashSet<string> IdFillers =
        Set("universitario universitaria academico academica institucional interno control ciudadania tarjeta nacional anonimo " +
        "anonimizado anonymized hash");

    private static readonly HashSet<string> Periods =
        Set("periodo period semestre semester sem term trimestre cuatrimestre quadrimestre quarter year ano anio cohorte cohort coorte " +
        "presentation");
    private static readonly HashSet<string> PeriodFillers =
        Set("academico academica academic lectivo lectiva letivo escolar school ingreso entrada admision admissao admission entry inicio " +
        "matricula calendario calendar actual current code id intake start corte");

    private static readonly HashSet<string> Personal = Set(
        "nombre nombres apellido apellidos name names surname surnames lastname firstname fullname nome nomes sobrenome sobrenomes " +
            "correo email mail telefono telefone phone celular cell movil mobile "
        + "direccion address endereco whatsapp");

    private static readonly HashSet<string> PersonalFillers =
        Set("completo completa full first last primer primero segundo second middle personal institucional electronico electronica " +
        "eletronico contacto contato y and e fijo residencia casa home");

    /// <summary>Named as the code of a student, and not of a programme, a course or a place.</summary>
    public static bool IsId(string name)
    {
        var words = TextFold.Words(TextFold.WithoutNumber(name));
        return words.Any(word => Ids.Contains(word) || Students.Contains(word))
            && words.All(word => Ids.Contains(word) || Students.Contains(word) || Fillers.Contains(word) || IdFillers.Contains(word));
    }

    /// <summary>Named as the code of a student in particular.</summary>
    public static bool IsStudentId(string name) =>
        IsId(name) && TextFold.Words(TextFold.WithoutNumber(name)) is not ["id" or "ids" or "n" or "no" or "num" or "numero" or "nro"];

    public static bool IsPeriod(string name)
    {
        var words = TextFold.Words(TextFold.WithoutNumber(name));
        return words.Any(Periods.Contains)
            && words.All(word => Periods.Contains(word) || Fillers.Contains(word) || PeriodFillers.Contains(word));
    }

    /// <summary>Named as what tells a person's name, or how to reach them.</summary>
    public static bool IsPersonal(string name)
    {
        var words = TextFold.Words(TextFold.WithoutNumber(name));
        return words.Any(Personal.Contains)
            && words.All(word => Personal.Contains(word) || PersonalFillers.Contains(word) || Students.Contains(word)
                || Fillers.Contains(word));
    }

    internal static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
