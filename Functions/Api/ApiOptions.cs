using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Api;

/// <summary>The HTTP API: settings <c>Api__…</c>.</summary>
public sealed class ApiOptions
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

    /// <summary>Largest request body, in bytes: the largest upload, and what a form's boundaries, headers and other fields may take beside it.</summary>
    public long MaxRequestBytes => MaxUploadBytes + (64 * 1024);
}

[OptionsValidator]
internal sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>;
