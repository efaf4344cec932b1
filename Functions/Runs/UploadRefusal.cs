using Antivirus.Model.Cohorts;
using Antivirus.Storage;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Functions.Runs;

/// <summary>Why a blob is not read whatever it holds.</summary>
internal static class UploadRefusal
{
    /// <summary>An append blob has no end that could be waited for, and changes under its reader.</summary>
    private const string NotABlockBlob =
        "El archivo se subió como append blob o page blob, que puede cambiar mientras se lee. " +
        "Súbalo entero, como block blob: así lo hacen el portal, azcopy y POST /cargadatos.";

    /// <summary>The reason, and what to do; null when the blob may be read.</summary>
    /// <param name="promise">What the link that it came by was asked for; null when it came in another way.</param>
    public static string? Of(BlobProperties blob, UploadPromise? promise) =>
        promise?.IsBroken(blob.ContentLength, blob.CreatedOn) == true ? WrongSize(blob.ContentLength, promise.Size)
        : blob.BlobType == BlobType.Block ? null
        : NotABlockBlob;

    private static string WrongSize(long found, long promised) =>
        $"El archivo tiene {WrittenNumber.Count(found, ReportLanguage.Spanish)} bytes, pero el enlace de carga se pidió para " +
        $"{WrittenNumber.Count(promised, ReportLanguage.Spanish)}: llegó incompleto o es otro archivo. " +
        "Pida un enlace nuevo y súbalo de nuevo.";
}
