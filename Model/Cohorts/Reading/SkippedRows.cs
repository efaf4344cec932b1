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
    private static readonly SearchValues<char> Strokes = SearchValues.Create("-=_+| ");

    private static readonly HashSet<string> TotalWords =
    [
        "total", "totales", "totals", "totais", "total general", "gran total", "grand total", "subtotal", "subtotales", "suma", "sum",
            "soma", "sumatoria",
        "promedio", "promedios", "average", "mean", "avg", "media", "media general", "total geral", "maximo", "minimo", "max", "min",
            "maximum", "minimum",
        "desviacion estandar", "desviacion", "std", "stdev", "recuento", "conteo", "count", "contagem", "points possible",
            "puntos posibles", "puntos maximos",
        "puntuacion maxima", "puntaje maximo", "pontos possiveis", "overall average", "promedio general", "no de estudiantes",
            "numero de estudiantes",
        "total estudiantes", "total de estudiantes", "total alumnos", "total students", "numero de registros", "total registros",
            "total de registros",
    ];

    /// <summary>Whether the text says that its row is a sum, an average or the like: <c>TOTAL:</c>, <c>Promedio</c>, <c>Points
    /// Possible</c>.</summary>
    public static bool IsTotalWord(string text)
    {
        var folded = TextFold.Fold(text).Trim(':', '.', '=', '*', '-', ' ');
        return folded.Length is > 2 and < 40
            && (TotalWords.Contains(folded) || (folded.StartsWith("total ", StringComparison.Ordinal) && folded.Length < 24));
    }

    /// <summary>Whether an unused cell before the id names a sum; words that may as well be a value, such as <c>media</c>, do
    /// not.</summary>
    public static bool IsTotalLabel(string cell)
    {
        var folded = cell.Length is < 4 or > 40 ? "" : TextFold.Fold(cell).Trim(':', '.', ' ');
        return folded is "total" or "totales" or "totals" or "subtotal" or "gran total" or "grand total" or "promedio" or "average"
            || folded.StartsWith("total ", StringComparison.Ordinal)
            || folded.StartsWith("subtotal ", StringComparison.Ordinal);
    }

    /// <summary>Whether the row's first value says so.</summary>
    public static bool IsTotal(IReadOnlyList<string> cells) =>
        cells.FirstOrDefault(cell => !CellText.IsBlank(cell)) is { } first && IsTotalWord(first);

    /// <summary>Whether no cell holds more than a line: blanks, <c>-----</c>, <c>=====</c>.</summary>
    public static bool IsBlank(IReadOnlyList<string> cells) =>
        cells.All(cell => CellText.IsBlank(cell) || (cell.Length > 2 && cell.AsSpan().Trim().IndexOfAnyExcept(Strokes) < 0));
}
