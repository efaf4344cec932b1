using Antivirus.Storage;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>What a caller decided about a file: the id column and the sheet, in the query.</summary>
internal static class ChoicesRequest
{
    private const int MaxNameLength = 200;

    /// <exception cref="ApiException">A name is too long, or has characters that cannot be seen.</exception>
    public static UploadChoices Read(HttpRequest request) => new(Read(request, "idColumn"), Read(request, "sheet"));

    private static string? Read(HttpRequest request, string name) => request.Query[name].FirstOrDefault() switch
    {
        null or "" => null,
        { Length: <= MaxNameLength } value when !value.Any(char.IsControl) => value,
        _ => throw new ApiException(StatusCodes.Status400BadRequest,
            $"{name} debe ser el nombre de una columna o de una hoja, de {MaxNameLength} caracteres como máximo."),
    };
}
