using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>The file that a write link is asked for.</summary>
/// <param name="Size">Bytes, at least 1.</param>
internal sealed record UploadLinkRequest(string File, long Size)
{
    private const string Example = "{\"file\":\"cohorte.csv\",\"size\":123456}";

    /// <exception cref="ApiException">The body is not JSON, or lacks one of the two.</exception>
    public static async Task<UploadLinkRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await IesRequest.ReadBodyAsync(request, Example, cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? new UploadLinkRequest(ReadFile(root), ReadSize(root))
                : throw Wrong("El cuerpo no es un objeto JSON");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a lone surrogate in the name.
            throw Wrong("El cuerpo no es JSON válido");
        }
    }

    private static string ReadFile(JsonElement root) =>
        root.TryGetProperty("file", out var file) && file.ValueKind == JsonValueKind.String && file.GetString() is { Length: > 0 } name
            ? name
            : throw Wrong("Falta file, el nombre del archivo");

    private static long ReadSize(JsonElement root) =>
        root.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var bytes) && bytes > 0
            ? bytes
            : throw Wrong("Falta size, el tamaño del archivo en bytes: un número entero mayor que 0");

    private static ApiException Wrong(string what) => new(StatusCodes.Status400BadRequest, $"{what}; se espera {Example}.");
}
