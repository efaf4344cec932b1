using System.Diagnostics.CodeAnalysis;

namespace Antivirus.Model.Cohorts;

/// <summary>
/// The students of one IES and one term: <c>{ies}/{folders}/{file}</c>, as its upload is named. No two uploads share a report:
/// <c>a.csv</c> has <c>reporte_a.csv</c>, <c>a.csv.gz</c> <c>reporte_a.csv.gz.csv</c>, <c>a.xlsx</c> <c>reporte_a.xlsx.csv</c>.
/// </summary>
public readonly record struct CohortId
{
    private const string Csv = ".csv";
    private const string ReportPrefix = "reporte_";
    private const string ProblemsPrefix = "errores_";
    private static readonly string[] OtherExtensions = [".csv.gz", ".xlsx", ".xlsm"];

    private CohortId(string ies, string folder, string file)
    {
        IesCode = ies;
        Folder = folder;
        File = file;
    }

    /// <summary>The institution's code: all before the first <c>/</c>.</summary>
    public string IesCode { get; }

    /// <summary>Folders between institution and file, each with its <c>/</c>; empty when there is none.</summary>
    public string Folder { get; }

    /// <summary>File name with its extension.</summary>
    public string File { get; }

    /// <summary>Name of the upload's blob, <c>univalle/2020/a.csv</c>.</summary>
    public string UploadName => $"{IesCode}/{Folder}{File}";

    /// <summary>Name of the report's blob, <c>univalle/2020/reporte_a.csv</c>.</summary>
    public string ReportName => $"{IesCode}/{Folder}{ReportPrefix}{CsvFile}";

    /// <summary>Name of the blob with the rejected rows, <c>univalle/2020/errores_a.csv</c>.</summary>
    public string ProblemsName => $"{IesCode}/{Folder}{ProblemsPrefix}{CsvFile}";

    /// <summary>Whether the upload is compressed: <c>.csv.gz</c>.</summary>
    public bool IsCompressed => File.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the upload is an Excel workbook: <c>.xlsx</c> or <c>.xlsm</c>.</summary>
    public bool IsWorkbook => OtherExtension?.StartsWith(".xls", StringComparison.Ordinal) == true;

    /// <summary>The file's extension as it is spelt, with its point: <c>.csv</c>, <c>.csv.gz</c>, <c>.xlsx</c> or <c>.xlsm</c>.</summary>
    public string Extension => File[^(OtherExtension ?? Csv).Length..];

    private string? OtherExtension => OtherExtensionOf(File);

    private string CsvFile => OtherExtension is null ? File : File + Csv;

    /// <summary>
    /// Reads the name of an upload's blob; false when it has no folder, or its file is none of <c>.csv</c>, <c>.csv.gz</c>, <c>.xlsx</c>,
    /// <c>.xlsm</c>.
    /// A CSV file called <c>a.xlsx.csv</c> is none either: its report would have the name of that of <c>a.xlsx</c>.
    /// </summary>
    public static bool TryParseUpload(string blobName, out CohortId cohort)
    {
        cohort = default;
        if (!TrySplit(blobName, out var ies, out var folder, out var file))
        {
            return false;
        }

        cohort = new CohortId(ies, folder, file);
        return OtherExtensionOf(file) is { } other
            ? file.Length > other.Length
            : IsCsv(file) && file.Length > Csv.Length && OtherExtensionOf(file[..^Csv.Length]) is null;
    }

    /// <summary>Whether only its two extensions keep a CSV file's name from being taken: <c>a.xlsx.csv</c>.</summary>
    public static bool HasTwoExtensions(string file) => IsCsv(file) && OtherExtensionOf(file[..^Csv.Length]) is not null;

    /// <summary>Reads the name of a report or problems blob, and returns the upload that it comes from.</summary>
    public static bool TryParseReport(string blobName, out CohortId cohort, out bool isProblems)
    {
        cohort = default;
        isProblems = false;
        if (!TrySplit(blobName, out var ies, out var folder, out var file))
        {
            return false;
        }

        isProblems = file.StartsWith(ProblemsPrefix, StringComparison.Ordinal);
        var prefix = isProblems ? ProblemsPrefix : ReportPrefix;
        if (!file.StartsWith(prefix, StringComparison.Ordinal) || !IsCsv(file))
        {
            return false;
        }

        var upload = file[prefix.Length..];
        return TryParseUpload($"{ies}/{folder}{(HasTwoExtensions(upload) ? upload[..^Csv.Length] : upload)}", out cohort);
    }

    public override string ToString() => UploadName;

    private static bool IsCsv(string file) => file.EndsWith(Csv, StringComparison.OrdinalIgnoreCase);

    private static string? OtherExtensionOf(string file) =>
        Array.Find(OtherExtensions, extension => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    private static bool TrySplit(
        string blobName,
        [NotNullWhen(true)] out string? ies,
        [NotNullWhen(true)] out string? folder,
        [NotNullWhen(true)] out string? file)
    {
        var first = blobName.IndexOf('/', StringComparison.Ordinal);
        var last = blobName.LastIndexOf('/');
        ies = first > 0 ? blobName[..first] : null;
        folder = first > 0 ? blobName[(first + 1)..(last + 1)] : null;
        file = blobName[(last + 1)..];
        return first > 0;
    }
}
