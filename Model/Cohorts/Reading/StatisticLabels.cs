using System.Buffers;
using System.Collections.Frozen;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Knows the labels of rows of statistics in Spanish, English and Portuguese: <c>Total general</c>, <c>Nota media</c>, <c>Class
/// average</c>, <c>Desvio padrão</c>.
/// </summary>
internal static class StatisticLabels
{
    private const int MaxLabelLength = 80;
    private static readonly SearchValues<byte> Marks = SearchValues.Create(" \t=*\"'-_(["u8);

    // A label holds at least one of these.
    private static readonly FrozenSet<string> Statistics = Set(
        """
        total totales totals totais subtotal subtotales subtotals subtotais suma sumas sum sums sumatoria soma somas somatorio
        promedio promedios prom average averages avg mean means media medias mediana medianas median medians moda modas mode modal
        maximo maxima maximos maximas max maximum minimo minima minimos minimas min minimum
        desviacion desv desvest desvio desvios deviation std stddev stdev stdv sd sem varianza variance variancia
        recuento conteo count counts contagem cuenta cantidad quantidade frecuencia frecuencias frequency frequencia freq
        rango range amplitud amplitude percentil percentiles percentile percentiles cuartil cuartiles quartil quartile quartis decil
        curtosis kurtosis curtose asimetria skewness skew assimetria porcentaje porcentajes percentage porcentagem percent
        resumen summary resumo resumenes missing perdidos faltantes validos valids confianza confidence confianca
        top unique unicos nas sumproduct promediar
        """);

    // Statistics that are values of other columns as well: the programme Moda, the given name Max.
    private static readonly FrozenSet<string> Ambiguous = Set(
        """
        moda modas mode modal media medias rango range max maximo maxima min minimo minima top unique unicos missing cuenta cantidad
        frecuencia resumen summary resumo confianza confidence sem sd amplitud amplitude porcentaje percent
        """);

    // What a label may say of its statistic.
    private static readonly FrozenSet<string> Qualifiers = Set(
        """
        de del de la el los las lo do da dos das of the en em no nro num numero numeros number general geral gran grand global globales
        overall final finales curso cursos course grupo grupos group clase clases class classe turma seccion section salon aula cohorte
        cohort institucional nacional nota notas note notes grade grades mark marks score scores puntaje puntajes puntuacion puntos point
        points pontos possible posibles possiveis calificacion calificaciones estudiante estudiantes alumno alumnos alumna alumnas aluno
        alunos student students persona personas registro registros record records fila filas row rows linha linhas caso casos cases
        matriculados inscritos activos aprobados reprobados enrolled acumulado acumulada ponderado ponderada weighted aritmetica
        aritmetico arithmetic geometrica geometric estandar standard tipica tipico tip est padrao muestral muestra amostra amostral sample
        poblacion poblacional population coeficiente coefficient cv variacion variation variacao error erro nivel level intervalo interval
        valor valores value values dev y and e n por per parcial mas alto alta bajo baja
        """);

    // Labels that hold no word of a statistic by itself.
    private static readonly FrozenSet<string> Phrases = new HashSet<string>(StringComparer.Ordinal)
    {
        "points possible", "possible points", "puntos posibles", "pontos possiveis", "standard error", "error tipico", "error estandar",
        "erro padrao", "numero de estudiantes", "no de estudiantes", "numero de alumnos", "numero de registros", "numero de alunos",
        "number of students", "number of records", "1st qu", "3rd qu", "coeficiente de variacion", "coefficient of variation",
        "mejor nota", "peor nota", "nota mas alta", "nota mas baja", "highest grade", "lowest grade", "n valido", "n valid",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Whatever follows them: "Total Derecho", "Promedio Medicina".
    private static readonly FrozenSet<string> Beginnings =
        Set("total totales totals totais subtotal subtotales promedio promedios average desviacion desv suma sumatoria recuento");

    // Whatever stands before them: "Derecho Total", as subtotals of Excel are named.
    private static readonly FrozenSet<string> Endings = Set("total totals totales subtotal average count promedio recuento");

    private static readonly FrozenSet<string> First =
        ((string[])["n", .. Statistics, .. Qualifiers, .. Phrases.Select(phrase => phrase.Split(' ')[0])])
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FirstWords =
        First.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> LastWords =
        Endings.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int MaxFirstLength = First.Max(word => word.Length);

    /// <summary>Quick and without text: false for most cells that are not a label; never for one that is.</summary>
    public static bool MayBe(ReadOnlySpan<byte> cell)
    {
        var start = cell.IndexOfAnyExcept(Marks);
        if (start < 0 || cell.Length is < 2 or > MaxLabelLength * 2)
        {
            return false;
        }

        var last = cell.LastIndexOf((byte)' ');
        return StartsWith(cell[start..], FirstWords) || (last > start && StartsWith(cell[(last + 1)..], LastWords));
    }

    /// <summary>Whether the text's first word is one of them, or not plain ASCII.</summary>
    private static bool StartsWith(ReadOnlySpan<byte> text, FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> words)
    {
        Span<char> word = stackalloc char[MaxFirstLength];
        var length = 0;
        foreach (var value in text)
        {
            if (value >= 0x80)
            {
                return true;
            }

            if (!char.IsAsciiLetterOrDigit((char)value))
            {
                break;
            }

            if (length == word.Length)
            {
                return false;
            }

            word[length++] = char.ToLowerInvariant((char)value);
        }

        return length > 0 && words.Contains(word[..length]);
    }

    /// <summary>Whether the text is a label that a row of statistics starts with: <c>TOTAL:</c>, <c>n = 80</c>, <c>Total
    /// Derecho</c>.</summary>
    public static bool Is(string text)
    {
        if (text.Length is < 2 or > MaxLabelLength)
        {
            return false;
        }

        var words = TextFold.Words(text.Replace('º', ' ').Replace('°', ' '));
        return words.Count > 0 && (IsCount(text)
            || (words.Any(Statistics.Contains) && words.All(IsLabelWord))
            || Phrases.Contains(string.Join(' ', words.Where(word => !IsNumber(word) || words[0] == word)))
            || (words.Count > 1 && (Beginnings.Contains(words[0]) || Endings.Contains(words[^1]))));
    }

    /// <summary>Whether the text alone leaves open whether it is a statistic: <c>Moda</c>, <c>Max</c>.</summary>
    public static bool IsAmbiguous(string text) => TextFold.Words(text).All(Ambiguous.Contains);

    /// <summary><c>n = 128</c>, <c>N: 128</c>.</summary>
    private static bool IsCount(string text) =>
        text.Length > 2 && text[0] is 'n' or 'N' && text.AsSpan(1).TrimStart() is ['=' or ':', .. var number]
        && number.Trim().IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsLabelWord(string word) => Statistics.Contains(word) || Qualifiers.Contains(word) || IsNumber(word);

    private static bool IsNumber(string word) => word.All(char.IsAsciiDigit);

    private static FrozenSet<string> Set(string words) =>
        words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
