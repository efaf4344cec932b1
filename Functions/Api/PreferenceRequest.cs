using System.Text.Json;
using Antivirus.Functions.Institutions;
using Antivirus.Model.Cohorts;
using Antivirus.Storage.Preferences;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>What an institution chooses; what is missing or null goes by the settings.</summary>
/// <param name="Version">The version that the caller saw; null to replace any.</param>
internal sealed record PreferenceRequest(ChosenPreferences Chosen, string? Version)
{
    private const string Example = """{"language":"Spanish","timeZone":"America/Bogota","attachment":"Xlsx","version":"0"}""";
    private static readonly string[] Fields = ["language", "timeZone", "attachment", "version"];

    /// <exception cref="ApiException">The body is not JSON, or a value is not known.</exception>
    public static async Task<PreferenceRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await IesRequest.ReadBodyAsync(request, Example, cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(body);
            return Parse(json.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a lone surrogate in a text.
            throw Wrong("El cuerpo no es JSON válido");
        }
    }

    private static PreferenceRequest Parse(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object
            || root.EnumerateObject().Any(field => !Fields.Contains(field.Name, StringComparer.Ordinal)))
        {
            throw Wrong($"El cuerpo debe ser un objeto con los campos {string.Join(", ", Fields)}");
        }

        return new PreferenceRequest(new ChosenPreferences
        {
            Language = ReadName<ReportLanguage>(root, "language"),
            TimeZone = ReadZone(root),
            Attachment = ReadName<EmailAttachment>(root, "attachment")?.ToString(),
        }, ReadVersion(root));
    }

    /// <summary>By its exact name: numbers, which the parser would take, are not names.</summary>
    private static T? ReadName<T>(JsonElement root, string field)
        where T : struct, Enum => Read(root, field) switch
        {
            null => null,
            var name when Enum.GetNames<T>().Contains(name, StringComparer.Ordinal) => Enum.Parse<T>(name),
            _ => throw Wrong($"{field} debe ser {string.Join(" o ", Enum.GetNames<T>())}"),
        };

    private static string? ReadZone(JsonElement root) => Read(root, "timeZone") switch
    {
        null => null,
        var zone when zone.Length <= 64 && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) => zone,
        _ => throw Wrong("timeZone debe ser una zona horaria que este servidor conozca, como America/Bogota"),
    };

    /// <summary>It goes to storage as a header, so that nothing but an ETag may stand in it.</summary>
    private static string? ReadVersion(JsonElement root) => Read(root, "version") switch
    {
        null => null,
        PreferenceStore.NoVersion => PreferenceStore.NoVersion,
        ['"', .. { Length: > 0 and <= 100 } tag, '"'] version when tag.All(char.IsAsciiLetterOrDigit) => version,
        _ => throw Wrong("version debe ser la que dio la última respuesta"),
    };

    private static string? Read(JsonElement root, string field) =>
        !root.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Wrong($"{field} debe ser un texto");

    private static ApiException Wrong(string what) => new(StatusCodes.Status400BadRequest, $"{what}; se espera {Example}.");
}
