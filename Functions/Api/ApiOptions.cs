using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Api;

/// <summary>The HTTP API: settings <c>Api__…</c>.</summary>
internal sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>Origins that browsers may call from; none by default.</summary>
    public List<string> CorsOrigins { get; } = [];

    /// <summary>How long a link lives, in seconds.</summary>
    [Range(60, 86_400, ErrorMessage = "Api__LinkSeconds must be from 60 to 86400.")]
    public int LinkSeconds { get; set; } = 3600;

    /// <summary>Largest upload, in bytes.</summary>
    [Range(1, 25_000_000_000, ErrorMessage = "Api__MaxUploadBytes must be from 1 to 25000000000.")]
    public long MaxUploadBytes { get; set; } = 1_000_000_000;

    /// <summary>Largest file that a write link is given for, in bytes; storage creates a blob of at most 5000 MiB in one request.</summary>
    [Range(1, 5_242_880_000, ErrorMessage = "Api__MaxLinkUploadBytes must be from 1 to 5242880000.")]
    public long MaxLinkUploadBytes { get; set; } = 5_000_000_000;

    /// <summary>Largest request body, in bytes: the largest upload, and what a form's boundaries, headers and other fields take beside it.</summary>
    public long MaxRequestBytes => MaxUploadBytes + (64 * 1024);

    /// <summary>Says that a file or body is too large, how much is taken, and what to do.</summary>
    internal string TooLarge =>
        $"El archivo pasa de {MaxUploadBytes:N0} bytes; comprímalo con gzip, divídalo o pida un enlace de carga con POST /api/uploads.";
}

[OptionsValidator]
internal sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>;
