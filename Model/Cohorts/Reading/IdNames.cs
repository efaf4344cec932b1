namespace Antivirus.Model.Cohorts.Reading;

/// <summary>How surely a column's name says that it holds the students' ids.</summary>
internal enum IdStrength
{
    None,

    /// <summary>A personal document: cédula, documento, DNI, RUT.</summary>
    Document,

    /// <summary>An id of whatever the row is: id, código.</summary>
    Plain,

    /// <summary>A student's id: código de estudiante, matrícula, student id.</summary>
    Student,
}

/// <summary>Names of columns that hold students' ids, or certainly do not, in Spanish, English and Portuguese.</summary>
internal static class IdNames
{
    private static readonly HashSet<string> Fillers = Set("de del la el los las do da dos das of the en no n nro num numero number nbr");
    private static readonly HashSet<string> Numbers = Set("no n nro num numero number nbr");
    private static readonly HashSet<string> Students =
        Set("estudiante estudiantes alumno alumnos alumna aluno alunos aluna student students discente educando learner pupil " +
            "estudiantil alumnado");
    private static readonly HashSet<string> PlainWords =
        Set("id ids codigo cod code clave key identificador identifier idnumber uid emplid");
    private static readonly HashSet<string> StudentWords = Set(
        "sid spriden spridenid matricula matric carne carnet legajo ra rga registro expediente prontuario boleta padron cui uln upn usn " +
            "netid sisid studentid idestudiante idalumno codigoestudiante codigoalumno codestudiante codalumno " +
            "idaluno codaluno codest codigoest codalu idest");

    // Banner's PIDM is a number of its database, which nobody has at hand beside a code.
    private static readonly HashSet<string> DocumentWords = Set(
        "pidm cedula documento doc document identificacion identificacao identification identidad identidade dni rut run cpf rg curp " +
            "cc ci nie nif nuip tarjeta pasaporte passport ssn");
    private static readonly HashSet<string> Helpers =
        Set("est estud banner cuenta control academico academica institucional universitario universitaria personal nacional ciudadania " +
            "unico unica interno interna sis user usuario usuarios university institutional registration enrolment enrollment roll " +
            "admission inscricao");
    private static readonly HashSet<string> NumberedWords =
        Set("registration enrolment enrollment roll admission inscricao inscripcion usuario user");

    private static readonly HashSet<string> OtherWords = Set(
        """
        nombre nombres name names nome nomes apellido apellidos surname lastname firstname sobrenome observacion observaciones observacao
        observacoes nota notas note notes comentario comentarios comment comments remark remarks descripcion description detalle estado
        status situacion correo email mail telefono celular movil phone fone direccion address endereco fecha date data dia hora time
        nacimiento nascimento birth programa carrera curso course program programme major facultad faculty faculdade departamento
        department escuela school escola sede campus seccion section grupo group turma salon aula jornada turno periodo period semestre
        semester ano anio year cohorte cohort asignatura materia subject disciplina plan ciudad city cidade municipio pais country region
        barrio estrato ingreso ingresos income renda salario puntaje score puntos points promedio average media total ranking puesto
        creditos credits fila row orden order secuencia index indice tipo type genero sexo
        """);

    private static readonly HashSet<string> PersonNames = Set(
        "nombre nombres name names nome nomes apellido apellidos surname lastname firstname sobrenome");

    /// <summary>What a column's name says about its holding ids.</summary>
    public static IdStrength StrengthOf(string name)
    {
        var words = TextFold.Words(TextFold.WithoutNumber(name).Replace('º', ' ').Replace('°', ' '));
        var joined = string.Concat(words);
        var rest = words.Where(word => !Fillers.Contains(word)).ToList();
        var isNumber = words.Any(Numbers.Contains);
        var isStudent = rest.Any(Students.Contains);
        if (StudentWords.Contains(joined) || (isStudent && rest.All(Students.Contains) && isNumber))
        {
            return IdStrength.Student;
        }

        if (DocumentWords.Contains(joined))
        {
            return IdStrength.Document;
        }

        var isKnown = rest.Count > 0 && rest.TrueForAll(word => IsIdWord(word) || Students.Contains(word) || Helpers.Contains(word));
        var names = rest.Exists(IsIdWord) || (isNumber && rest.Exists(NumberedWords.Contains));
        return !isKnown || !names ? IdStrength.None
            : isStudent || rest.Exists(StudentWords.Contains) || rest.Exists(Helpers.Contains) && !rest.Exists(DocumentWords.Contains)
                ? IdStrength.Student
            : rest.Exists(DocumentWords.Contains) ? IdStrength.Document
            : IdStrength.Plain;
    }

    /// <summary>Whether the name says that the column holds something else than ids.</summary>
    public static bool IsOther(string name) => TextFold.Words(name).Any(OtherWords.Contains);

    /// <summary>Whether the column holds people's names, which some words of statistics are as well.</summary>
    public static bool IsName(string name) => TextFold.Words(name).Any(PersonNames.Contains);

    private static bool IsIdWord(string word) => PlainWords.Contains(word) || StudentWords.Contains(word) || DocumentWords.Contains(word);

    private static HashSet<string> Set(string words) => [.. words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
