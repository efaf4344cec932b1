using System.Globalization;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>What a rejected row is told, in the report's language.</summary>
internal sealed class ProblemTexts(ReportLanguage language)
{
    public string Empty => Say("(vacío)", "(empty)");

    public string NonEmptyId => Say("un código de estudiante", "a student id");

    public string RepeatedId => Say("un código que no se repita; esta fila no se calificó, la primera sí", "an id that is not repeated; this row was not scored, the first one was");

    public string PlainId => Say("un código sin caracteres de control, de 256 bytes como máximo", "an id without control characters, 256 bytes at most");

    public string ClosedQuote => Say("comillas que se cierran en la misma celda", "quotes that are closed in the same cell");

    public string LongLine => Say("una línea de 256 KB como máximo", "a line of 256 KB at most");

    public string CohortFile => Say("un archivo CSV de texto con una fila por estudiante", "a CSV text file with one row a student");

    public string EmptyFile => Say("archivo vacío", "empty file");

    public string HeaderOnly => Say("solo el encabezado", "a header only");

    public string Binary => Say("un archivo que no es texto (¿Excel, ZIP o PDF?)", "a file that is no text (Excel, ZIP or PDF?)");

    public string DamagedGzip => Say("un archivo .gz dañado o incompleto", "a .gz file that is damaged or incomplete");

    public string Columns(int count) => Say($"{count} columnas", $"{count} columns");

    public string MissingColumns(IEnumerable<string> names) =>
        Say($"un encabezado con todas las columnas; faltan: {string.Join(", ", names)}", $"a header with all columns; missing: {string.Join(", ", names)}");

    public string ColumnOnce(string name) => Say($"la columna {name} una sola vez", $"column {name} once only");

    public string IdColumn => Say("una columna con el código del estudiante", "a column with the student's id");

    /// <summary>What a feature's cells may hold.</summary>
    public string CellOf(Feature feature)
    {
        var number = feature.Kind switch
        {
            FeatureKind.Binary => "0, 1",
            FeatureKind.Category when feature.Words.Count > 0 => string.Join(", ", feature.Words.Select(word => Number(word.Code)).Distinct()),
            FeatureKind.Number => Say("un número", "a number") + Range(feature),
            _ => Say("un número entero", "a whole number") + Range(feature),
        };
        var words = feature.Words.Count is > 0 and <= 12 ? ", " + string.Join(", ", feature.Words.Select(word => word.Word).Distinct()) : "";
        return number + words;
    }

    private string Range(Feature feature) => (feature.Minimum, feature.Maximum) switch
    {
        ({ } minimum, { } maximum) => Say($" de {Number(minimum)} a {Number(maximum)}", $" from {Number(minimum)} to {Number(maximum)}"),
        ({ } minimum, null) => Say($" de {Number(minimum)} en adelante", $" of {Number(minimum)} or more"),
        (null, { } maximum) => Say($" de {Number(maximum)} como máximo", $" of {Number(maximum)} at most"),
        _ => "",
    };

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private string Say(string spanish, string english) => language == ReportLanguage.English ? english : spanish;
}
