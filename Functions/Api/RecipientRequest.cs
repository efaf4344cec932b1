using System.Text.Json;
using Antivirus.Functions.Institutions;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>The recipient that is to be added.</summary>
/// <param name="IesCode">As the original web client names it, <c>u_prefix</c>; null where the route does.</param>
internal sealed record RecipientRequest(string Email, string? IesCode)
{
    private const string Example = "{\"email\":\"bienestar@univalle.edu.co\"}";

    /// <summary>Longest address that mail servers take (RFC 5321).</summary>
    private const int MaxEmailLength = 254;

    /// <summary>Reads the body as JSON whatever its header says: the original web client sends <c>text/plain</c>.</summary>
    /// <exception cref="ApiException">The body is not JSON, or its address is not one.</exception>
    public static async Task<RecipientRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await IesRequest.ReadBodyAsync(request, Example, cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(body);
            var email = Read(json.RootElement, "email")?.Trim();
            return email is { Length: > 0 and <= MaxEmailLength } && EmailAddress.IsValid(email)
                ? new RecipientRequest(email, Read(json.RootElement, "u_prefix"))
                : throw Wrong("email debe ser una sola dirección de correo, sin nombre");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a lone surrogate in a text.
            throw Wrong("El cuerpo no es JSON válido");
        }
    }

    private static string? Read(JsonElement root, string field) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static ApiException Wrong(string what) => new(StatusCodes.Status400BadRequest, $"{what}; se espera {Example}.");
}
