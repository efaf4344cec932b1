using Antivirus.Functions.Emails.Content;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Functions.Observability;
using Antivirus.Storage.Emails;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails.Delivery;

/// <summary>Why an email waits, and for how long before it may be looked at again.</summary>
internal sealed record EmailWait(TimeSpan Time, string Reason)
{
    public static EmailWait None(string reason) => new(TimeSpan.Zero, reason);
}

/// <summary>Claims one email, sends it, and records what became of it.</summary>
internal sealed partial class EmailSender(
    EmailLedger ledger,
    SentEmails sent,
    SendRate rate,
    IReportMailer mailer,
    IOptions<EmailOptions> options,
    Telemetry telemetry,
    TimeProvider clock,
    ILogger<EmailSender> logger)
{
    /// <summary>So often an email may arrive whose answers were lost, or whose senders died; then a person decides.</summary>
    private const int MaxCopies = 3;
    private static readonly TimeSpan GiveBackTime = TimeSpan.FromSeconds(10);

    /// <summary>Null when the email is settled, sent or failed for good; otherwise how long to wait.</summary>
    /// <exception cref="EmailDelayedException">This try failed; the claim is given back.</exception>
    /// <param name="withoutAttachment">Composes the email that has a link only, for a server that does not take the attachment.</param>
    public async Task<EmailWait?> SendAsync(EmailSlot slot, ReportEmail email, ReportContent content, Func<ReportEmail> withoutAttachment,
        CancellationToken cancellationToken)
    {
        var next = Claim(slot, email, content);
        if (next.PossibleCopies >= MaxCopies)
        {
            return await LeaveToPersonAsync(slot, next, cancellationToken);
        }

        return await ledger.TryWriteAsync(slot, next, cancellationToken) is { } claimed
            ? await SendClaimedAsync(claimed, email, withoutAttachment, cancellationToken)
            : EmailWait.None("another instance claimed the email");
    }

    /// <summary>Records that an email will not be sent, and why.</summary>
    public async Task FailAsync(EmailSlot slot, string etag, string reason, CancellationToken cancellationToken)
    {
        LogNotSent(slot.Report, reason);
        telemetry.EmailState(nameof(EmailState.Failed));
        await ledger.TryWriteAsync(slot,
            new EmailEntry { State = EmailState.Failed, Report = slot.Report, ReportETag = etag, Error = reason }, cancellationToken);
    }

    /// <summary>Records that a report's new version has content that is settled already.</summary>
    public async Task AdoptAsync(EmailSlot slot, string etag, CancellationToken cancellationToken)
    {
        LogSameContent(slot.Report);
        await ledger.TryWriteAsync(slot, slot.Entry! with { ReportETag = etag }, cancellationToken);
    }

    private async Task<EmailWait?> SendClaimedAsync(EmailSlot claimed, ReportEmail email, Func<ReportEmail> withoutAttachment,
        CancellationToken cancellationToken)
    {
        using var claim = new EmailClaim(ledger, claimed, options.Value.ClaimTime, clock);
        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, claim.Lost);
        var outcome = claimed.Entry! with { State = EmailState.Released, Error = "The try was broken off." };
        try
        {
            if (!rate.TryAcquire(out var wait))
            {
                outcome = Limited(outcome);
                return new EmailWait(wait, outcome.Error!);
            }

            outcome = Sent(outcome, await HandOverAsync(claimed, email, withoutAttachment, working.Token));
            return null;
        }
        catch (OperationCanceledException) when (claim.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return EmailWait.None("the claim was lost");
        }
        catch (EmailRefusedException refused)
        {
            outcome = outcome with { State = EmailState.Failed, Error = refused.Message };
            return null;
        }
        catch (EmailDelayedException delayed)
        {
            outcome = Delayed(outcome, delayed);
            if (outcome.State == EmailState.Failed)
            {
                return null;
            }

            if (delayed.RetryAfter is not { } retryAfter)
            {
                throw;
            }

            return Pause(claimed, delayed, retryAfter);
        }
        finally
        {
            await RecordAsync(claim, outcome);
        }
    }

    private static EmailEntry Limited(EmailEntry claimed) => claimed with
    {
        Error = "The limit of emails is reached (Email__MaxPerMinute, Email__MaxPerHour), or the provider asked to wait.",
        Attempts = claimed.Attempts - 1,
    };

    private static EmailEntry Delayed(EmailEntry claimed, EmailDelayedException delayed)
    {
        var copies = claimed.PossibleCopies + (delayed.MayHaveArrived ? 1 : 0);
        return copies < MaxCopies
            ? claimed with { Error = delayed.Message, PossibleCopies = copies }
            : ForPerson(claimed with { PossibleCopies = copies }, delayed.Message);
    }

    private static EmailEntry ForPerson(EmailEntry claimed, string reason) => claimed with
    {
        State = EmailState.Failed,
        Error = $"{reason} The email may have arrived {claimed.PossibleCopies} times and is not sent again: ask a recipient, then " +
            "'notify --again' if it did not.",
    };

    private EmailWait Pause(EmailSlot slot, EmailDelayedException delayed, TimeSpan retryAfter)
    {
        rate.Pause(retryAfter);
        LogPaused(slot.Report, retryAfter, delayed.Message);
        return new EmailWait(retryAfter, delayed.Message);
    }

    /// <summary>The senders of this email died again and again.</summary>
    private async Task<EmailWait?> LeaveToPersonAsync(EmailSlot slot, EmailEntry next, CancellationToken cancellationToken)
    {
        var failed = ForPerson(next with { Attempts = next.Attempts - 1 }, "The instance that was sending it died.");
        if (await ledger.TryWriteAsync(slot, failed, cancellationToken) is null)
        {
            return EmailWait.None("another instance claimed the email");
        }

        LogRefused(slot.Report, failed.Error!);
        telemetry.EmailState(nameof(EmailState.Failed));
        return null;
    }

    private async Task<EmailReceipt> HandOverAsync(EmailSlot slot, ReportEmail email, Func<ReportEmail> withoutAttachment,
        CancellationToken cancellationToken)
    {
        using var stage = telemetry.StartStage(Stage.Send);
        try
        {
            return await mailer.SendAsync(email, cancellationToken);
        }
        catch (EmailTooLargeException tooLarge) when (email.Attachment is not null)
        {
            LogWithoutAttachment(slot.Report, tooLarge.Message);
            return await mailer.SendAsync(withoutAttachment(), cancellationToken);
        }
    }

    private EmailEntry Claim(EmailSlot slot, ReportEmail email, ReportContent content)
    {
        // A run that was killed writes the same report again: its email is the same too. Who uploads a failed one again begins anew.
        var isSame = slot.Entry?.ReportETag == content.ETag.ToString()
            || (slot.Entry?.ReportSha256 == content.Sha256 && slot.Entry.State != EmailState.Failed);
        var earlier = isSame ? slot.Entry : null;
        return new EmailEntry
        {
            State = EmailState.Claimed,
            Report = slot.Report,
            ReportETag = content.ETag.ToString(),
            ReportSha256 = content.Sha256,
            OperationId = email.OperationId,
            Recipients = email.To.Count + email.Cc.Count,
            Attempts = (earlier?.Attempts ?? 0) + 1,
            // Whoever left its claim behind died, perhaps after the email had left.
            PossibleCopies = (earlier?.PossibleCopies ?? 0) + (earlier?.State == EmailState.Claimed ? 1 : 0),
            ClaimedAt = clock.GetUtcNow(),
            TraceParent = Telemetry.TraceParent,
        };
    }

    private EmailEntry Sent(EmailEntry claimed, EmailReceipt receipt) => claimed with
    {
        State = EmailState.Sent,
        SentAt = clock.GetUtcNow(),
        ProviderId = receipt.ProviderId,
        Refused = receipt.Refused,
        Error = null,
    };

    /// <summary>Also when the host is stopping: a claim that is given back need not run out first.</summary>
    private async Task RecordAsync(EmailClaim claim, EmailEntry outcome)
    {
        if (outcome.State == EmailState.Sent)
        {
            sent.Remember(outcome);
        }

        await claim.StopAsync();
        using var patience = new CancellationTokenSource(GiveBackTime, clock);
        if (await ledger.TryWriteAsync(claim.Slot, outcome, patience.Token) is null)
        {
            LogTakenOver(outcome.Report, outcome.State);
        }

        telemetry.EmailState(outcome.State.ToString());
        if (outcome.State == EmailState.Sent)
        {
            LogSent(outcome.Report, outcome.Attempts, outcome.Recipients, outcome.Refused.Count);
        }
        else if (outcome.State == EmailState.Failed)
        {
            LogRefused(outcome.Report, outcome.Error!);
        }
    }

    [LoggerMessage(LogLevel.Information,
        "Email of report {Report} is sent on try {Attempt}; recipients: {Recipients}, of them refused: {Refused}.")]
    private partial void LogSent(string report, int attempt, int recipients, int refused);

    [LoggerMessage(LogLevel.Error, "Email of report {Report} is given up: {Reason}")]
    private partial void LogRefused(string report, string reason);

    [LoggerMessage(LogLevel.Warning, "Email of report {Report} waits, and all others of this instance, for {Time}: {Reason}")]
    private partial void LogPaused(string report, TimeSpan time, string reason);

    [LoggerMessage(LogLevel.Warning, "Email of report {Report} goes with the link only: {Reason}")]
    private partial void LogWithoutAttachment(string report, string reason);

    [LoggerMessage(LogLevel.Warning, "Email of report {Report} is not sent: {Reason}")]
    private partial void LogNotSent(string report, string reason);

    [LoggerMessage(LogLevel.Information, "Report {Report} has a new version whose content is settled already; nothing is sent.")]
    private partial void LogSameContent(string report);

    [LoggerMessage(LogLevel.Warning,
        "Email of report {Report} ended as {State}, but its claim had run out and another instance took it over; a second one has the " +
        "same Message-ID.")]
    private partial void LogTakenOver(string report, EmailState state);
}
