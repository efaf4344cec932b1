namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>Why a workbook was refused, in the report's language.</summary>
internal sealed class WorkbookTexts(ReportLanguage language)
{
    private string SaveAs => Say(
        "un libro .xlsx o un CSV: ábralo y use Archivo > Guardar como > Libro de Excel (.xlsx)",
        "an .xlsx workbook or a CSV file: open it and use File > Save as > Excel workbook (.xlsx)");

    public CohortFormatException Damaged() => Refusal(
        Say("un libro de Excel dañado o incompleto", "an Excel workbook that is damaged or incomplete"),
        Say("un libro entero: ábralo en Excel, guárdelo de nuevo como .xlsx y envíelo otra vez",
            "a whole workbook: open it in Excel, save it again as .xlsx and send it once more"));

    public CohortFormatException Encrypted() => Refusal(
        Say("un libro de Excel protegido con contraseña", "an Excel workbook that is protected by a password"),
        Say("un libro sin contraseña: en Excel, Archivo > Información > Proteger libro > Cifrar con contraseña, borre la contraseña y " +
            "guárdelo",
            "a workbook without a password: in Excel, File > Info > Protect Workbook > Encrypt with Password, clear the password and " +
            "save"));

    public CohortFormatException Binary() => Refusal(Say("un libro binario de Excel (.xlsb)", "a binary Excel workbook (.xlsb)"), SaveAs);

    public CohortFormatException OpenDocument() =>
        Refusal(Say("un documento de OpenDocument (.ods)", "an OpenDocument file (.ods)"), SaveAs);

    public CohortFormatException Numbers() => Refusal(
        Say("un documento de Numbers", "a Numbers document"),
        Say("un libro .xlsx o un CSV: en Numbers, Archivo > Exportar a > Excel",
            "an .xlsx workbook or a CSV file: in Numbers, File > Export To > Excel"));

    public CohortFormatException Document() => Refusal(Say("un documento de Word o PowerPoint", "a Word or PowerPoint document"),
        Say("un libro .xlsx o un CSV con una fila por estudiante", "an .xlsx workbook or a CSV file with one row per student"));

    public CohortFormatException Zip() => Refusal(
        Say("un archivo ZIP sin libro de Excel", "a ZIP file without an Excel workbook"),
        Say("el CSV o el libro .xlsx que está dentro: descomprima el ZIP y envíe ese archivo",
            "the CSV file or .xlsx workbook inside it: unpack the ZIP and send that file"));

    public CohortFormatException TooLarge() => Refusal(
        Say("un libro de Excel que al abrirse ocupa demasiado", "an Excel workbook that takes too much room when it is opened"),
        Say("un libro solo con la hoja de los estudiantes, o esa hoja guardada como CSV",
            "a workbook with the sheet of students only, or that sheet saved as CSV"));

    public CohortFormatException Uncalculated(long row, string cell) => new(new RowProblem(
        row,
        null,
        Say($"la celda {cell} tiene una fórmula sin resultado guardado", $"cell {cell} has a formula without a saved result"),
        Say("un libro con las fórmulas calculadas: ábralo en Excel o LibreOffice, guárdelo y envíelo de nuevo",
            "a workbook whose formulas were calculated: open it in Excel or LibreOffice, save it and send it again")));

    public CohortFormatException NoSheet(string wanted, IReadOnlyList<string> sheets) => Refusal(
        Say($"ninguna hoja se llama «{wanted}»", $"no sheet is called \"{wanted}\""),
        Say($"una de estas hojas: {List(sheets)}", $"one of these sheets: {List(sheets)}"));

    public CohortFormatException Empty(IReadOnlyList<string> hidden) => Refusal(
        Say("un libro de Excel sin datos", "an Excel workbook without data")
            + (hidden.Count == 0 ? "" : Say($"; sus hojas ocultas son {List(hidden)}", $"; its hidden sheets are {List(hidden)}")),
        Say("una hoja visible con un encabezado y una fila por estudiante", "a visible sheet with a header and one row per student"));

    public CohortFormatException SeveralSheets(IReadOnlyList<string> sheets) => new(Problem(
        Say($"un libro con varias hojas que pueden ser la de los estudiantes: {List(sheets)}",
            $"a workbook with several sheets that may hold the students: {List(sheets)}"),
        Say("una sola hoja con el encabezado: borre las demás o guarde cada una en su archivo (en la consola, elija una con --sheet; en " +
                "el servidor, con Ies__{código}__Sheet)",
            "one sheet with the header: delete the others or save each in its own file (in the console, choose one with --sheet; on the " +
                "server, with Ies__{code}__Sheet)")))
    {
        Question = new ReadingQuestion(QuestionKind.Sheet, sheets),
    };

    private static CohortFormatException Refusal(string found, string expected) => new(Problem(found, expected));

    private static RowProblem Problem(string found, string expected) => new(0, null, found, expected);

    private string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(12).Select(name => Say($"«{name}»", $"\"{name}\""))) + (names.Count > 12 ? " …" : "");

    private string Say(string spanish, string english) => language == ReportLanguage.English ? english : spanish;
}
