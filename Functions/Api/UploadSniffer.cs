using System.IO.Compression;
using Antivirus.Model.Cohorts.Reading;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Looks at the first bytes of an upload: is it text or a workbook, or gzip where its name says so?</summary>
internal static class UploadSniffer
{
    /// <exception cref="ApiException">It is empty, a binary that is not an Excel workbook, or not gzip.</exception>
    public static void Check(ReadOnlyMemory<byte> start, bool isCompressed)
    {
        if (start.IsEmpty)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "El archivo está vacío.");
        }

        if (!isCompressed)
        {
            RefuseBinary(start.Span);
            return;
        }

        if (!FileSignature.IsGzip(start.Span))
        {
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "El archivo se llama .gz pero no está comprimido con gzip.");
        }

        RefuseBinary(Unpack(start));
    }

    private static byte[] Unpack(ReadOnlyMemory<byte> start)
    {
        var text = new byte[1024];
        using var gzip = new GZipStream(new MemoryStream(start.ToArray()), CompressionMode.Decompress);
        try
        {
            return text[..gzip.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            // Only its start is here; the reader says what is wrong with the whole.
            return [];
        }
    }

    private static void RefuseBinary(ReadOnlySpan<byte> start)
    {
        if (FileSignature.IsZip(start) && !IsWorkbook(start))
        {
            throw Refusal("un archivo ZIP", "un libro de Excel (.xlsx) o el archivo CSV que está dentro: descomprímalo");
        }

        if (!FileSignature.IsZip(start) && FileSignature.Detect(start) is { } other)
        {
            throw Refusal(other.Spanish, other.AdviceSpanish);
        }
    }

    private static ApiException Refusal(string found, string expected) =>
        new(StatusCodes.Status415UnsupportedMediaType, $"Es {found}. Se espera {expected}, y súbalo de nuevo.");

    /// <summary>By the names of its first parts, which stand in the package unpacked.</summary>
    private static bool IsWorkbook(ReadOnlySpan<byte> start) => start.IndexOf("[Content_Types].xml"u8) >= 0
        || start.IndexOf("_rels/"u8) >= 0 || start.IndexOf("xl/"u8) >= 0;
}
