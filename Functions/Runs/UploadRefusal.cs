using Antivirus.Model.Cohorts;
using Antivirus.Storage;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Functions.Runs;

/// <summary>Why a blob is not read whatever it holds, in the language of its institution.</summary>
internal static class UploadRefusal
{
    /// <summary>The reason, and what to do; null when the blob may be read.</summary>
    /// <param name="promise">What the link that it came by was asked for; null when it came in another way.</param>
    public static Func<ReportLanguage, string>? Of(BlobDownloadDetails blob, UploadPromise? promise) =>
        promise?.IsBroken(blob.ContentLength, blob.CreatedOn) == true
            ? language => WrongSize(blob.ContentLength, promise.Size, language)
        : blob.BlobType == BlobType.Block ? null
        : NotABlockBlob;

    /// <summary>What an upload beyond the day's quota is told that came past the API.</summary>
    public static string BeyondQuota(ReportLanguage language) => language == ReportLanguage.English
        ? "The institution has reached its limit of files or bytes per day; upload the file tomorrow (UTC), or ask whoever runs the " +
            "server for a higher limit."
        : "La institución llegó a su límite de archivos o bytes por día; suba el archivo mañana (UTC), o pida a quien administra el " +
            "servidor un límite mayor.";

    /// <summary>An append blob has no end that could be waited for, and changes under its reader.</summary>
    private static string NotABlockBlob(ReportLanguage language) => language == ReportLanguage.English
        ? "The file was uploaded as an append blob or a page blob, which may change while it is read. " +
            "Upload it whole, as a block blob: the web page, azcopy and POST /cargadatos do so."
        : "El archivo se subió como append blob o page blob, que puede cambiar mientras se lee. " +
            "Súbalo entero, como block blob: así lo hacen la página web, azcopy y POST /cargadatos.";

    private static string WrongSize(long found, long promised, ReportLanguage language) => language == ReportLanguage.English
        ? $"The file has {WrittenNumber.Count(found, language)} bytes, but the upload link was asked for " +
            $"{WrittenNumber.Count(promised, language)}: it arrived incomplete, or it is another file. Ask for a new link and upload it " +
            "again."
        : $"El archivo tiene {WrittenNumber.Count(found, language)} bytes, pero el enlace de carga se pidió para " +
            $"{WrittenNumber.Count(promised, language)}: llegó incompleto o es otro archivo. Pida un enlace nuevo y súbalo de nuevo.";
}
