namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Why the columns of a file are not certain, in the report's language.</summary>
internal sealed class LayoutTexts(ReportLanguage language) : ProblemTexts(language)
{
    private const int MaxNames = 30;

    public string NoLines => Say("ninguna línea con datos", "no line with data");

    public string AnyHeader => Say("un encabezado con el nombre de cada columna, en una de las primeras 20 líneas",
        "a header with the name of each column, in one of the first 20 lines");

    /// <param name="unused">Columns of the file that nothing names.</param>
    public string MissingColumns(IReadOnlyList<Feature> missing, IReadOnlyList<string> unused) =>
        Say("un encabezado con todas las columnas; faltan: ", "a header with all columns; missing: ") + Names(missing)
            + (unused.Count == 0 ? "" : Say(
            $". Columnas del archivo que el modelo no conoce: {Quote(unused)}; si alguna es la que falta, cámbiele el nombre en el " +
                "encabezado",
            $". Columns of the file that the model does not know: {Quote(unused)}; if one of them is meant, rename it in the header"));

    public string ColumnOnce(string name, IReadOnlyList<string> columns) => Say(
        $"la columna {name} una sola vez; la nombran: {Quote(columns)}. Quite o cambie de nombre las que sobran",
        $"column {name} once only; named by: {Quote(columns)}. Remove or rename the others");

    /// <summary>Asked of a file of which no line names a column of the model.</summary>
    /// <param name="isOneColumn">Whether no known separator splits its lines.</param>
    public string Header(IReadOnlyList<Feature> features, bool isOneColumn = false) => Say(
        "un encabezado con los nombres de las columnas del modelo, en una de las primeras 20 líneas; faltan: ",
        "a header with the names of the model's columns, in one of the first 20 lines; missing: ") + Names(features)
            + (isOneColumn ? Say(
            ". Las columnas se separan con coma, punto y coma, tabulador, |, ^, ~ o dos puntos; guárdelo como CSV UTF-8 o como libro de " +
                "Excel",
            ". Columns are separated by comma, semicolon, tab, |, ^, ~ or colon; save it as CSV UTF-8 or as an Excel workbook") : "");

    public string FirstRow(string expected) => Say(
        $"{expected}. Sin encabezado, la primera línea debe ser una fila correcta en el orden del modelo; mejor añada un encabezado",
        $"{expected}. Without a header the first line must be a correct row in the model's order; better add a header");

    public string NoRowAboveHeader(long header) => Say(
        $"ninguna fila de estudiante por encima del encabezado, que está en la línea {header}: póngalo en la primera línea",
        $"no student row above the header, which is in line {header}: put it in the first line");

    public string OtherHeader(long header) => SameHeader(header);

    public string ChosenIdColumn(string name) => Say(
        $"una columna llamada «{name}», que se eligió como código del estudiante, una sola vez",
        $"a column called \"{name}\", which was chosen as the student's id, once only");

    public string IdColumn(IReadOnlyList<string> candidates) => Say(
        "una columna con el código del estudiante, llamada por ejemplo id, código o matrícula. ",
        "a column with the student's id, called for example id, code or student id. ") + (candidates.Count switch
        {
            0 => Say("En este archivo no sobra ninguna columna: añádala", "This file has no other column: add it"),
            1 => Say(
                $"¿Es «{candidates[0]}» la columna de identificación? Entonces cámbiele el nombre en el encabezado, ",
                $"Is \"{candidates[0]}\" the id column? Then rename it in the header, ") + HowToChoose,
            _ => Say($"Puede ser una de estas: {Quote(candidates)}. Cambie su nombre en el encabezado, ",
                $"It may be one of these: {Quote(candidates)}. Rename it in the header, ") + HowToChoose,
        });

    private string HowToChoose => Say(
        "elíjala con --id en la consola o con el ajuste Ies__<código>__IdColumn",
        "choose it with --id in the console or with the setting Ies__<code>__IdColumn");

    private string Names(IReadOnlyList<Feature> features) =>
        string.Join(", ", features.Take(MaxNames).Select(feature => Column(feature.Name, feature)))
        + (features.Count > MaxNames ? Say($" y {features.Count - MaxNames} más", $" and {features.Count - MaxNames} more") : "");

    private string Quote(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MaxNames).Select(name => Say($"«{CellText.Shorten(name)}»", $"\"{CellText.Shorten(name)}\"")))
            + (names.Count > MaxNames ? " …" : "");
}
