using Antivirus.Model.Cohorts;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Api;

/// <summary>The HTTP API: settings <c>Api__…</c>.</summary>
internal sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>Origins that browsers may call from; none by default.</summary>
    public List<string> CorsOrigins { get; } = [];

    /// <summary>How long a link lives, in seconds.</summary>
    public int LinkSeconds { get; set; } = 3600;

    /// <summary>Largest upload, in bytes.</summary>
    public long MaxUploadBytes { get; set; } = 1_000_000_000;

    /// <summary>Largest file that a write link is given for, in bytes; storage creates a blob of at most 5000 MiB in one request.</summary>
    public long MaxLinkUploadBytes { get; set; } = 5_000_000_000;

    /// <summary>Largest request body, in bytes: the largest upload, and what a form's boundaries, headers and other fields take beside
    /// it.</summary>
    public long MaxRequestBytes => MaxUploadBytes + (64 * 1024);

    /// <summary>Says that a file or body is too large, how much is taken, and what to do.</summary>
    internal string TooLarge =>
        $"El archivo pasa de {WrittenNumber.Count(MaxUploadBytes, ReportLanguage.Spanish)} bytes; comprímalo con gzip, divídalo " +
        "o pida un enlace de carga con POST /api/uploads.";
}

/// <summary>Stops the host on a wrong value with the setting as it is written; the attributes' own checks name properties.</summary>
internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        List<string> failures =
        [
            .. Within(nameof(options.LinkSeconds), options.LinkSeconds, 60, 86_400),
            .. Within(nameof(options.MaxUploadBytes), options.MaxUploadBytes, 1, 25_000_000_000),
            .. Within(nameof(options.MaxLinkUploadBytes), options.MaxLinkUploadBytes, 1, 5_242_880_000),
        ];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string[] Within(string setting, long value, long min, long max) =>
        value >= min && value <= max ? [] : [$"Api__{setting} is {value}; it must be from {min} to {max}."];
}
