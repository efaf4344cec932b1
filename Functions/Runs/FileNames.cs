using Antivirus.Model.Cohorts;

namespace Antivirus.Functions.Runs;

/// <summary>What the names of files say about them, and what is told about those that are not read.</summary>
internal static class FileNames
{
    private static readonly string[] Spreadsheets = [".xls", ".xlsb", ".ods", ".xlt", ".xltx", ".numbers"];

    /// <summary>Why a file of this name is not read, and what to do.</summary>
    public static string Refusal(string file, ReportLanguage language)
    {
        var isEnglish = language == ReportLanguage.English;
        if (CohortId.HasTwoExtensions(file))
        {
            return isEnglish
                ? "The name ends in two extensions; remove one: file.csv, file.csv.gz or file.xlsx is expected."
                : "El nombre termina en dos extensiones; quite una: se espera archivo.csv, archivo.csv.gz o archivo.xlsx.";
        }

        var isSpreadsheet = Array.Exists(Spreadsheets, extension => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
        return isEnglish
            ? "Only .csv, .csv.gz, .xlsx and .xlsm files are read."
                + (isSpreadsheet ? " Open it and use File > Save As > Excel Workbook (.xlsx)." : "")
            : "Solo se leen archivos .csv, .csv.gz, .xlsx o .xlsm."
                + (isSpreadsheet ? " Ábralo y use Archivo > Guardar como > Libro de Excel (.xlsx)." : "");
    }

    public static string ContentType(CohortId cohort) => cohort switch
    {
        { IsCompressed: true } => "application/gzip",
        { IsWorkbook: true } when cohort.Extension.EndsWith('x') || cohort.Extension.EndsWith('X') =>
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        { IsWorkbook: true } => "application/vnd.ms-excel.sheet.macroEnabled.12",
        _ => "text/csv",
    };

    /// <summary>Whether a blob is listed with a link: an upload that is read, or a report.</summary>
    public static bool IsListed(string blobName) =>
        blobName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || CohortId.TryParseUpload(blobName, out _);

    /// <summary>The extension of a workbook, of a file that gets another name; <paramref name="other"/> for any other file.</summary>
    public static string WorkbookExtension(string? file, string other) =>
        CohortId.TryParseUpload($"_/{file}", out var cohort) && cohort.IsWorkbook ? cohort.Extension : other;
}
