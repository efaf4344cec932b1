using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Which student is asked for. The id travels in the body, never in an address.</summary>
internal sealed record StudentRequest(string Id)
{
    private const string Example = "{\"id\":\"…\"}";

    /// <exception cref="ApiException">The body is something else.</exception>
    public static async Task<string> ReadIdAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await IesRequest.ReadBodyAsync(request, Example, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(body, ApiJson.Plain.StudentRequest) is { Id: { } id } && !string.IsNullOrWhiteSpace(id)
                ? id
                : throw new JsonException();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, $"El cuerpo debe ser JSON con el código del estudiante: {Example}.");
        }
    }
}
