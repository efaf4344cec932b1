using Antivirus.Functions.Runs;
using Antivirus.Model.Cohorts;
using Antivirus.Storage;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Names of uploaded files.</summary>
internal static class UploadFileName
{
    private const int MaxLength = 200;

    /// <summary>The cohort that the file becomes.</summary>
    /// <exception cref="ApiException">The name has a path or control characters, is too long, or its file is none that is read.</exception>
    public static CohortId Check(string iesCode, string file)
    {
        if (file.Length > MaxLength || file.AsSpan()
            .IndexOfAny("/\\?#%") >= 0 || file.Contains("..", StringComparison.Ordinal) || !NameText.IsFit(file))
        {
            throw new ApiException(StatusCodes.Status400BadRequest,
                $"El nombre del archivo no puede llevar carpetas, .., ?, #, % ni caracteres invisibles o de control, ni pasar de " +
                $"{MaxLength} caracteres.");
        }

        if (file.Length > 0 && IgnoredUploads.Matches(file))
        {
            throw new ApiException(StatusCodes.Status400BadRequest,
                "El nombre del archivo no puede empezar por un punto ni por ~$: así se llaman los archivos ocultos, que no se procesan.");
        }

        return CohortId.TryParseUpload($"{iesCode}/{file}", out var cohort)
            ? cohort
            : throw new ApiException(StatusCodes.Status400BadRequest, FileNames.Refusal(file, ReportLanguage.Spanish));
    }

    /// <summary>The same name with a time stamp before its extension, for one that is taken; a long one is cut to make room.</summary>
    public static CohortId WithTime(CohortId cohort, DateTimeOffset now)
    {
        var extension = cohort.Extension;
        var stamp = $"-{now:yyyyMMddTHHmmssfffZ}";
        var name = cohort.File[..^extension.Length];
        var kept = Math.Min(name.Length, MaxLength - stamp.Length - extension.Length);
        // Never half of a character that takes two places, such as an emoji.
        kept -= char.IsHighSurrogate(name[kept - 1]) ? 1 : 0;
        return Check(cohort.IesCode, name[..kept] + stamp + extension);
    }
}
