using System.Buffers;
using System.Text;
using System.Text.Json;
using Antivirus.Functions.Access;
using Antivirus.Functions.Institutions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Antivirus.Functions.Api;

/// <summary>Reads which institution a call is about, in each of the forms that clients in the field send.</summary>
internal static class IesRequest
{
    private const string Field = "nombre_ies";
    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxCodeLength = 100;

    /// <summary>The code in the body: JSON whatever its header says, or a form.</summary>
    /// <exception cref="ApiException">There is none, it can be none, or the caller may not act for it.</exception>
    public static async Task<string> ReadAsync(HttpRequest request, ApiCall call, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(request, Field, cancellationToken);
        return Check(IsJson(body) ? FromJson(body) : FromForm(body), call);
    }

    /// <summary>The code, when it can be one and the caller may act for it; nothing is said about whether it exists.</summary>
    /// <exception cref="ApiException">400 or 403.</exception>
    public static string Check(string? iesCode, ApiCall call)
    {
        if (string.IsNullOrWhiteSpace(iesCode))
        {
            throw new ApiException(StatusCodes.Status400BadRequest,
                $"Falta {Field}: el código de la institución, por ejemplo {{\"{Field}\":\"univalle\"}}.");
        }

        if (iesCode.Length > MaxCodeLength || iesCode.AsSpan()
            .IndexOfAny("/\\") >= 0 || iesCode.Contains("..", StringComparison.Ordinal) || !NameText.IsFit(iesCode))
        {
            throw new ApiException(StatusCodes.Status400BadRequest,
                $"{Field} no es el código de una institución: no puede llevar /, \\, .. ni caracteres invisibles, ni pasar de " +
                $"{MaxCodeLength} caracteres.");
        }

        call.Ies = iesCode;
        if (!call.Caller.MayActFor(iesCode))
        {
            throw NotYours();
        }

        var roles = call.Caller.RolesFor(iesCode);
        return roles.May(call.Action) ? iesCode : throw new ApiException(StatusCodes.Status403Forbidden,
            $"El rol de esta clave ({string.Join(", ", RoleRules.WordsOf(roles))}) no permite esto; pida otro a quien administra el " +
                "servidor.");
    }

    /// <summary>The institution itself; a stranger's key and an institution that nobody knows get the same answer.</summary>
    /// <exception cref="ApiException">400 or 403.</exception>
    public static InstitutionOptions Find(this InstitutionRegistry institutions, string? iesCode, ApiCall call) =>
        institutions.TryGet(Check(iesCode, call), out var institution) ? institution : throw NotYours();

    /// <summary>The body's text, of 64 KB at most.</summary>
    /// <param name="expected">What it should hold, for the message when it is larger.</param>
    /// <exception cref="ApiException">It is larger.</exception>
    public static async Task<string> ReadBodyAsync(HttpRequest request, string expected, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBodyBytes)
        {
            throw TooLarge(expected);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(MaxBodyBytes + 1);
        try
        {
            var read = await request.Body.ReadAtLeastAsync(buffer, MaxBodyBytes + 1, throwOnEndOfStream: false, cancellationToken);
            return read > MaxBodyBytes ? throw TooLarge(expected) : EncodingOf(request).GetString(buffer.AsSpan(0, read))
                .TrimStart('\uFEFF');
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ApiException NotYours() => new(StatusCodes.Status403Forbidden, "Esta clave no da acceso a esa institución.");

    private static ApiException TooLarge(string expected) =>
        new(StatusCodes.Status413PayloadTooLarge, $"La petición pasa de {MaxBodyBytes / 1024} KB; solo debe llevar {expected}.");

    private static Encoding EncodingOf(HttpRequest request)
    {
        var charset = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.Charset.Value?.Trim('"') : null;
        return charset?.ToUpperInvariant() is "ISO-8859-1" or "LATIN1" or "WINDOWS-1252" ? Encoding.Latin1 : Encoding.UTF8;
    }

    private static bool IsJson(string body) => body.AsSpan().TrimStart() is ['{' or '[' or '"', ..];

    private static string? FromJson(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty(Field, out var value)
                && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a lone surrogate in the string.
            throw new ApiException(StatusCodes.Status400BadRequest,
                $"El cuerpo no es JSON válido; se espera {{\"{Field}\":\"univalle\"}}.");
        }
    }

    private static string? FromForm(string body)
    {
        var values = QueryHelpers.ParseQuery(body.Trim());
        return values.TryGetValue(Field, out var value) ? value.ToString() : null;
    }
}
