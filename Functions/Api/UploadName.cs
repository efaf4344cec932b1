using Antivirus.Model.Cohorts;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Names of uploaded files.</summary>
internal static class UploadName
{
    private const int Longest = 200;

    /// <summary>The cohort that the file becomes.</summary>
    /// <exception cref="ApiException">The name has a path or control characters, is too long, or is no <c>.csv</c> or <c>.csv.gz</c>.</exception>
    public static CohortId Check(string iesCode, string file)
    {
        if (file.Length > Longest || file.AsSpan().IndexOfAny("/\\") >= 0 || file.Contains("..", StringComparison.Ordinal) || file.Any(IsUnfit))
        {
            throw new ApiException(StatusCodes.Status400BadRequest, $"El nombre del archivo no puede llevar carpetas, .. ni caracteres de control, ni pasar de {Longest} caracteres.");
        }

        return CohortId.TryParseUpload($"{iesCode}/{file}", out var cohort)
            ? cohort
            : throw new ApiException(StatusCodes.Status400BadRequest, "Solo se reciben archivos .csv o .csv.gz.");
    }

    /// <summary>The same name with a time stamp before its extension, for one that is taken.</summary>
    public static CohortId WithTime(CohortId cohort, DateTimeOffset now)
    {
        var extension = cohort.File.IndexOf(".csv", StringComparison.OrdinalIgnoreCase);
        var file = $"{cohort.File[..extension]}-{now:yyyyMMddTHHmmssfffZ}{cohort.File[extension..]}";
        return Check(cohort.IesCode, file);
    }

    private static bool IsUnfit(char character) => char.IsControl(character) || character is '?' or '#' or '%';
}
