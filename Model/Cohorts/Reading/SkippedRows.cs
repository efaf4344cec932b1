using System.Buffers;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>What a row is that is neither a student nor a problem.</summary>
internal enum SkippedKind
{
    None,
    Blank,
    Description,
    RepeatedHeader,
    Totals,
}

/// <summary>Knows the rows of an export that are not students: sums, averages, possible points, lines between.</summary>
internal static class SkippedRows
{
    private const int MaxLabelLength = 80;
    private static readonly SearchValues<char> Strokes = SearchValues.Create("-=_+| ");

    private static readonly HashSet<string> TotalWords =
    [
        "total", "totales", "totals", "totais", "total general", "gran total", "grand total", "subtotal", "subtotales", "suma",
        "sum", "soma", "sumatoria", "promedio", "promedios", "average", "mean", "avg", "media", "media general", "total geral",
        "maximo", "minimo", "max", "min", "maximum", "minimum", "desviacion estandar", "desviacion", "std", "stdev", "recuento",
        "conteo", "count", "contagem", "points possible", "puntos posibles", "puntos maximos", "puntuacion maxima",
        "puntaje maximo", "pontos possiveis", "overall average", "promedio general", "nota media", "no de estudiantes",
        "numero de estudiantes", "total estudiantes", "total de estudiantes", "total alumnos", "total students",
        "numero de registros", "total registros", "total de registros", "mediana", "median", "varianza", "variance", "variancia",
        "media aritmetica", "desv estandar", "desv. estandar", "desv tipica", "desv. tipica", "desv. est", "desviacion tipica",
        "desvio padrao", "dev. std", "std dev", "std. dev", "standard deviation", "coeficiente de variacion", "promedio curso",
        "promedio del curso", "class average", "nota maxima", "nota minima", "valor maximo", "valor minimo", "puntaje minimo",
        "n valido", "n valid", "validos",
    ];

    // In place of an id only: in another column they may be a value, as the programme Moda is.
    private static readonly HashSet<string> StatisticWords =
    [
        "moda", "mode", "rango", "range", "cuenta", "cantidad", "missing", "perdidos", "frecuencia", "porcentaje", "percentage",
        "resumen", "summary", "resumo",
    ];

    // No student's id begins so, and no value of a column.
    private static readonly string[] Beginnings =
    [
        "total ", "totales ", "gran total", "grand total", "subtotal ", "promedio general", "promedio de", "desviacion ", "desv. ",
        "desv ",
    ];

    private static readonly HashSet<string> TotalLabels =
    [
        "total", "totales", "totals", "totais", "subtotal", "subtotales", "promedio", "promedios", "average", "mediana", "median",
        "varianza", "variance", "desviacion", "standard deviation", "std. dev", "suma", "sumatoria", "recuento", "conteo",
        "media aritmetica",
    ];

    /// <summary>Whether the text says that its row is a sum, an average or the like: <c>TOTAL:</c>, <c>Promedio</c>, <c>Points
    /// Possible</c>.</summary>
    public static bool IsTotalWord(string text)
    {
        var folded = TextFold.Fold(text).Trim(':', '.', '=', '*', '-', ' ');
        return folded.Length is > 2 and < MaxLabelLength
            && (TotalWords.Contains(folded) || StatisticWords.Contains(folded) || IsCount(folded) || Array.Exists(Beginnings, beginning =>
                folded.StartsWith(beginning, StringComparison.Ordinal)));
    }

    /// <summary><c>n = 128</c>, <c>N: 128</c>.</summary>
    private static bool IsCount(string folded) => folded.Length > 2 && folded[0] == 'n' && folded.AsSpan(1)
        .TrimStart() is ['=' or ':', .. var number]
        && number.Trim().IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Whether an unused cell before the id names a sum; words that may as well be a value, such as <c>media</c>, do
    /// not.</summary>
    public static bool IsTotalLabel(string cell)
    {
        var folded = cell.Length is < 4 or > MaxLabelLength ? "" : TextFold.Fold(cell).Trim(':', '.', ' ');
        return TotalLabels.Contains(folded) || IsCount(folded) || Array.Exists(Beginnings, beginning =>
            folded.StartsWith(beginning, StringComparison.Ordinal));
    }

    /// <summary>Whether the row's first value says so.</summary>
    public static bool IsTotal(IReadOnlyList<string> cells) =>
        cells.FirstOrDefault(cell => !CellText.IsBlank(cell)) is { } first && IsTotalWord(first)
            && !StatisticWords.Contains(TextFold.Fold(first));

    /// <summary>Whether no cell holds more than a line: blanks, <c>-----</c>, <c>=====</c>.</summary>
    public static bool IsBlank(IReadOnlyList<string> cells) =>
        cells.All(cell => CellText.IsBlank(cell) || (cell.Length > 2 && cell.AsSpan().Trim().IndexOfAnyExcept(Strokes) < 0));
}
