using Antivirus.Functions.Emails.Content;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Functions.Institutions;
using Antivirus.Functions.Observability;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Reports;
using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Antivirus.Storage.Runs;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails.Delivery;

/// <summary>A report appears, its institution gets one email; the events about it may come often, late and in any order.</summary>
internal sealed partial class ReportNotifier(
    EmailLedger ledger,
    SentEmails sent,
    RunLedger runs,
    InstitutionRegistry institutions,
    ReportRecipients recipients,
    InstitutionPreferences preferences,
    EmailComposer composer,
    EmailSender sender,
    DownloadLinks links,
    IOptions<EmailOptions> options,
    Telemetry telemetry,
    TimeProvider clock,
    ILogger<ReportNotifier> logger)
{
    /// <summary>How often another instance's claim is looked at.</summary>
    private static readonly TimeSpan ClaimPollInterval = TimeSpan.FromSeconds(2);

    /// <summary>Sees to it that the report as it is now was emailed once; returns when that is settled.</summary>
    /// <exception cref="EmailDelayedException">It could not be settled within <c>Email__MaxWait</c>, or the try failed.</exception>
    public async Task RunAsync(BlobClient report, string name, CancellationToken cancellationToken)
    {
        if (!CohortId.TryParseReport(name, out var cohort, out var isProblems))
        {
            LogNoReport(name);
            return;
        }

        var started = clock.GetTimestamp();
        while (await TryAsync(report, cohort, isProblems, cancellationToken) is { } wait)
        {
            if (clock.GetElapsedTime(started) + wait.Time > options.Value.MaxWait)
            {
                throw new EmailDelayedException($"The email of report {name} waits longer than Email__MaxWait: {wait.Reason}.");
            }

            await Task.Delay(wait.Time, clock, cancellationToken);
        }
    }

    private async Task<EmailWait?> TryAsync(BlobClient report, CohortId cohort, bool isProblems, CancellationToken cancellationToken)
    {
        var slot = await ledger.ReadAsync(report.Name, cancellationToken);
        if (await FindETagAsync(report, cancellationToken) is not { } etag)
        {
            await GiveUpGoneAsync(slot, cancellationToken);
            return null;
        }

        if (slot.IsSettledFor(etag))
        {
            LogRepeated(report.Name);
            return null;
        }

        if (await sent.TryRecordAsync(slot, etag, cancellationToken))
        {
            return EmailWait.None("its entry is written again");
        }

        if (slot.HeldFor(options.Value.ClaimTime) is { Ticks: > 0 } held)
        {
            return new EmailWait(held < ClaimPollInterval ? held : ClaimPollInterval, "another instance is sending it");
        }

        var added = await recipients.AddedAsync(cohort.IesCode, cancellationToken);
        if (!institutions.TryGet(cohort.IesCode, out var institution) || institution.Emails.Count + added.Count == 0)
        {
            await sender.FailAsync(slot, etag.ToString(), NoRecipientReason(cohort.IesCode, institution), cancellationToken);
            return null;
        }

        return await SendAsync(slot, report, new Addressee(cohort, institution, added, isProblems), etag, cancellationToken);
    }

    private async Task<EmailWait?> SendAsync(EmailSlot slot, BlobClient report, Addressee addressee, ETag etag,
        CancellationToken cancellationToken)
    {
        var preferred = await preferences.ForAsync(addressee.Cohort.IesCode, cancellationToken);
        var form = AttachmentForm.Of(options.Value, preferred.Attachment);
        if (await ReportContent.ReadAsync(report, etag, form, preferred.Language, cancellationToken) is not { } content)
        {
            return EmailWait.None("the report changed while it was read");
        }

        if (slot.IsSettledAs(content.Sha256))
        {
            await sender.AdoptAsync(slot, etag.ToString(), cancellationToken);
            return null;
        }

        var run = await FindRunAsync(report.Name, addressee.IsProblems, content.Sha256, cancellationToken);
        using var activity = telemetry.StartEmail(addressee.Cohort.IesCode, run?.TraceParent);
        var problems = addressee.IsProblems ? ProblemsReader.ReadFirst(content.Head, ProblemsShown) : null;
        var link = await links.CreateAsync(report, options.Value.LinkLifetime, cancellationToken);
        var context = new EmailContext(report.Name, addressee.Institution, content, run, link, problems)
        {
            AddedRecipients = addressee.Added,
            Preferences = preferred,
        };
        return await sender.SendAsync(
            slot, composer.Compose(context), content, () => composer.Compose(context with { Content = content with { Attachment = null } }),
                cancellationToken);
    }

    /// <summary>The run's figures count only when it wrote this very content.</summary>
    private async Task<RunManifest?> FindRunAsync(string report, bool isProblems, string sha256, CancellationToken cancellationToken)
    {
        var run = await runs.FindByReportAsync(report, cancellationToken);
        return (isProblems ? run?.ProblemsSha256 : run?.ReportSha256) == sha256 ? run : null;
    }

    private async Task GiveUpGoneAsync(EmailSlot slot, CancellationToken cancellationToken)
    {
        if (slot.Entry is not { State: EmailState.Sent or EmailState.Failed or EmailState.Erased })
        {
            await sender.FailAsync(slot, slot.Entry?.ReportETag ?? "", "The report was deleted before its email was sent.",
                cancellationToken);
        }
    }

    private static string NoRecipientReason(string iesCode, InstitutionOptions? institution) => institution is null
        ? $"The institution '{iesCode}' is not in the registry: set Ies__{iesCode}__Name and Ies__{iesCode}__Emails__0."
        : $"The institution '{iesCode}' has no addresses: set Ies__{iesCode}__Emails__0, or add one on the page.";

    private static async Task<ETag?> FindETagAsync(BlobClient report, CancellationToken cancellationToken)
    {
        try
        {
            var properties = await report.GetPropertiesAsync(cancellationToken: cancellationToken);
            return properties.Value.ETag;
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    private const int ProblemsShown = 10;

    private sealed record Addressee(CohortId Cohort, InstitutionOptions Institution, IReadOnlyList<string> Added, bool IsProblems);

    [LoggerMessage(LogLevel.Debug, "Blob {Blob} is neither a report nor a list of rejected rows; no email is due.")]
    private partial void LogNoReport(string blob);

    [LoggerMessage(LogLevel.Debug, "Email of report {Report} is settled already; the repeated event changes nothing.")]
    private partial void LogRepeated(string report);
}
