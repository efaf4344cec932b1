using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Antivirus.Functions.Api;

/// <summary>One part of an upload's form.</summary>
/// <param name="FileName">Null for a plain field.</param>
internal sealed record FormPart(string Name, string? FileName, Stream Content);

/// <summary>Reads an upload's multipart form part by part, without keeping any.</summary>
internal sealed class UploadForm
{
    private const int MaxBoundaryLength = 100;
    private const int MaxFieldBytes = 1024;
    private readonly MultipartReader _reader;

    private UploadForm(MultipartReader reader) => _reader = reader;

    /// <exception cref="ApiException">The request is not a multipart form.</exception>
    public static UploadForm Open(HttpRequest request)
    {
        var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;
        return boundary is { Length: > 0 and <= MaxBoundaryLength }
            ? new UploadForm(new MultipartReader(boundary, request.Body) { HeadersLengthLimit = 16 * 1024 })
            : throw new ApiException(StatusCodes.Status400BadRequest,
                "Se espera un formulario multipart/form-data con el archivo en el campo data.");
    }

    /// <summary>The next part; null at the end.</summary>
    public async Task<FormPart?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var section = await _reader.ReadNextSectionAsync(cancellationToken);
            if (section is null)
            {
                return null;
            }

            return ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                ? new FormPart(Unquote(disposition.Name), FileNameOf(disposition), section.Body)
                : new FormPart("", null, section.Body);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "El formulario llegó incompleto o dañado; no se guardó nada.");
        }
    }

    /// <summary>A plain field's text, cut at a kilobyte.</summary>
    public static async Task<string> ReadFieldAsync(FormPart part, CancellationToken cancellationToken)
    {
        var text = new byte[MaxFieldBytes];
        var length = await part.Content.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(text, 0, length);
    }

    private static string? FileNameOf(ContentDispositionHeaderValue disposition) =>
        disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : disposition.FileName.HasValue ? Unquote(disposition.FileName)
            : null;

    private static string Unquote(Microsoft.Extensions.Primitives.StringSegment text) => HeaderUtilities.RemoveQuotes(text).Value ?? "";
}
