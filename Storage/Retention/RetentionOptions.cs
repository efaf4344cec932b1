using Microsoft.Extensions.Options;

namespace Antivirus.Storage.Retention;

/// <summary>How long files are kept: settings <c>Retention__…</c>. 0 keeps them; in Azure the account's lifecycle rules do the
/// same.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    public int UploadDays { get; set; }

    public int ReportDays { get; set; }

    /// <summary>Of manifests, outcomes and records of emails; longer than uploads, which would be scored again without them.</summary>
    public int LedgerDays { get; set; }

    public int AuditDays { get; set; }
}

/// <summary>Stops the host on a wrong value with the setting as it is written.</summary>
internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    private const int MaxDays = 36_500;

    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        List<string> failures =
        [
            .. Check(nameof(options.UploadDays), options.UploadDays),
            .. Check(nameof(options.ReportDays), options.ReportDays),
            .. Check(nameof(options.LedgerDays), options.LedgerDays),
            .. Check(nameof(options.AuditDays), options.AuditDays),
        ];
        if (options.LedgerDays > 0 && (options.UploadDays == 0 || options.LedgerDays <= options.UploadDays))
        {
            failures.Add($"Retention__LedgerDays is {options.LedgerDays} and Retention__UploadDays {options.UploadDays}; the ledger must " +
                "outlive the uploads, which would be scored again without it.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string[] Check(string setting, int days) =>
        days is >= 0 and <= MaxDays ? [] : [$"Retention__{setting} is {days}; it must be from 0 (kept) to {MaxDays}."];
}
