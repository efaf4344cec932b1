namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Says in sentences how a file was read, for whoever sent it.</summary>
public static class ReadingNotes
{
    private const long MinRepeated = 3;
    private const long RepeatedShare = 5;
    private const int MaxColumns = 20;

    /// <param name="rows">Rows that were read, scored or rejected.</param>
    public static IReadOnlyList<string> Of(ReadingSummary reading, long rows, ReportLanguage language)
    {
        var isEnglish = language == ReportLanguage.English;
        string Say(string spanish, string english) => isEnglish ? english : spanish;
        var notes = new List<string> { Header(reading, Say) };
        if (reading.Sheet is { } sheet)
        {
            notes.Add(Say($"Se leyó la hoja «{CellText.Shorten(sheet)}».", $"Sheet \"{CellText.Shorten(sheet)}\" was read."));
        }

        if (reading.HiddenRows > 0)
        {
            notes.Add(Hidden(reading.HiddenRows, Say));
        }

        if (reading.IgnoredColumns.Count > 0)
        {
            notes.Add(Say("No se usaron estas columnas: ", "These columns were not used: ") + Names(reading.IgnoredColumns, isEnglish)
                + ".");
        }

        if (reading.Skipped.Total > 0)
        {
            notes.Add(Skipped(reading.Skipped, Say));
        }

        if (reading.RepeatedIds >= MinRepeated && reading.RepeatedIds * RepeatedShare >= rows)
        {
            var column = reading.IdColumn ?? Say("la primera", "the first one");
            notes.Add(Say(
                $"El código se repite en {reading.RepeatedIds} filas. ¿Es {Name(column, isEnglish)} la columna de identificación?",
                $"The id is repeated in {reading.RepeatedIds} rows. Is {Name(column, isEnglish)} the id column?"));
        }

        if (reading.ShorterIds > 0)
        {
            notes.Add(Shorter(reading.ShorterIds, Say));
        }

        return notes;
    }

    private static string Hidden(int count, Func<string, string, string> say) => count == 1
        ? say("Se leyó también 1 fila oculta de la hoja. Si no debe evaluarse, bórrela y envíe el archivo de nuevo.",
            "1 hidden row of the sheet was read too. If it should not be scored, delete it and send the file again.")
        : say($"Se leyeron también {count} filas ocultas de la hoja. Si no deben evaluarse, bórrelas y envíe el archivo de nuevo.",
            $"{count} hidden rows of the sheet were read too. If they should not be scored, delete them and send the file again.");

    private static string Shorter(int count, Func<string, string, string> say)
    {
        const string Advice = "dé formato de texto a esa columna y copie los códigos otra vez del sistema académico.";
        const string AdviceEnglish = "format that column as text and copy the ids again from the student system.";
        return count == 1
            ? say($"1 código tiene menos cifras que los demás. Si la hoja de cálculo le quitó ceros del comienzo, {Advice}",
                $"1 id has fewer digits than the others. If a spreadsheet took leading zeros away, {AdviceEnglish}")
            : say($"Al menos {count} códigos tienen menos cifras que los demás. Si la hoja de cálculo les quitó ceros del comienzo, " +
                $"{Advice}",
                $"At least {count} ids have fewer digits than the others. If a spreadsheet took leading zeros away, {AdviceEnglish}");
    }

    private static string Header(ReadingSummary reading, Func<string, string, string> say) => reading switch
    {
        { HeaderLine: null } => say(
            "El archivo no tiene encabezado: sus columnas se leyeron en el orden del modelo, y la primera como el código del estudiante.",
            "The file has no header: its columns were read in the model's order, and the first one as the student's id."),
        { IdColumn: { } id } => say(
            $"El encabezado está en la línea {reading.HeaderLine}. El código del estudiante es la columna «{id}».",
            $"The header is in line {reading.HeaderLine}. The student's id is column \"{id}\"."),
        _ => say($"El encabezado está en la línea {reading.HeaderLine}.", $"The header is in line {reading.HeaderLine}."),
    };

    private static string Skipped(SkippedLines skipped, Func<string, string, string> say)
    {
        var kinds = ((long Count, string Name)[])
        [
            (skipped.AboveHeader, say("por encima del encabezado", "above the header")),
            (skipped.Blank, say("en blanco", "blank")),
            (skipped.Description, say("de unidades o puntos posibles", "of units or possible points")),
            (skipped.RepeatedHeader, say("con el encabezado repetido", "with the header again")),
            (skipped.Totals, say("de totales, promedios o notas al pie", "of totals, averages or footnotes")),
        ];
        var parts = string.Join(", ", kinds.Where(kind => kind.Count > 0).Select(kind => $"{kind.Count} {kind.Name}"));
        return skipped.Total == 1
            ? say($"Se omitió 1 línea que no es de un estudiante: {parts}.", $"1 line that is not a student was skipped: {parts}.")
            : say($"Se omitieron {skipped.Total} líneas que no son de estudiantes: {parts}.",
                $"{skipped.Total} lines that are not students were skipped: {parts}.");
    }

    private static string Names(IReadOnlyList<string> names, bool isEnglish) =>
        string.Join(", ", names.Take(MaxColumns).Select(name => Name(name, isEnglish))) + (names.Count > MaxColumns ? " …" : "");

    private static string Name(string name, bool isEnglish) => isEnglish ? $"\"{CellText.Shorten(name)}\"" : $"«{CellText.Shorten(name)}»";
}
