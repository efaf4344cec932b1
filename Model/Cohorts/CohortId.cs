using System.Diagnostics.CodeAnalysis;

namespace Antivirus.Model.Cohorts;

/// <summary>The students of one IES and one term: <c>{ies}/{folders}/{file}.csv</c>, as its upload is named.</summary>
public readonly record struct CohortId
{
    private const string ReportPrefix = "reporte_";
    private const string ProblemsPrefix = "errores_";

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
    public string ReportName => $"{IesCode}/{Folder}{ReportPrefix}{PlainFile}";

    /// <summary>Name of the blob with the rejected rows, <c>univalle/2020/errores_a.csv</c>.</summary>
    public string ProblemsName => $"{IesCode}/{Folder}{ProblemsPrefix}{PlainFile}";

    /// <summary>Whether the upload is compressed: <c>.csv.gz</c>.</summary>
    public bool IsCompressed => File.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private string PlainFile => IsCompressed ? File[..^3] : File;

    /// <summary>Reads the name of an upload's blob; false when it has no folder or is no <c>.csv</c> or <c>.csv.gz</c>.</summary>
    public static bool TryParseUpload(string blobName, out CohortId cohort)
    {
        cohort = default;
        if (!TrySplit(blobName, out var ies, out var folder, out var file))
        {
            return false;
        }

        cohort = new CohortId(ies, folder, file);
        return cohort.PlainFile.Length > ".csv".Length && cohort.PlainFile.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads the name of a report or problems blob, and gives the upload without compression that it would come from.</summary>
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
        return file.StartsWith(prefix, StringComparison.Ordinal)
            && TryParseUpload($"{ies}/{folder}{file[prefix.Length..]}", out cohort);
    }

    public override string ToString() => UploadName;

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
