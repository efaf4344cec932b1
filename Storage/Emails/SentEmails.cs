using Azure;
using Microsoft.Extensions.Logging;

namespace Antivirus.Storage.Emails;

/// <summary>
/// The emails that this process sent last. An emulator that crashes forgets its last seconds, and the ledger then says that an email
/// was never sent: its entry is written again from here, so that the report, which is made again too, is not emailed twice.
/// </summary>
public sealed partial class SentEmails(EmailLedger ledger, ILogger<SentEmails> logger)
{
    // Far more than leave in the seconds that a crash may cost.
    private const int MaxRemembered = 1000;
    private const int ReadAtOnce = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, EmailEntry> _byReport = new(StringComparer.Ordinal);
    private readonly Queue<string> _reports = new();

    public void Remember(EmailEntry sent)
    {
        lock (_lock)
        {
            _byReport[sent.Report] = sent;
            _reports.Enqueue(sent.Report);
            if (_reports.Count > MaxRemembered)
            {
                _byReport.Remove(_reports.Dequeue());
            }
        }
    }

    /// <summary>The run of the report was erased: its email must not come back into the ledger.</summary>
    public void Forget(string report)
    {
        lock (_lock)
        {
            _byReport.Remove(report);
        }
    }

    /// <summary>Records an email that left, where storage did not take its entry then: it must not be sent again for that.</summary>
    /// <returns>Whether this process sent the email of this version of the report; the slot is then to be read again.</returns>
    public async Task<bool> TryRecordAsync(EmailSlot slot, ETag report, CancellationToken cancellationToken)
    {
        if (Find(slot.Report) is not { } sent || sent.ReportETag != report.ToString())
        {
            return false;
        }

        if (await ledger.TryWriteAsync(slot, sent, cancellationToken) is not null)
        {
            LogRecorded(sent.Report);
        }

        return true;
    }

    /// <summary>Compares the ledger with what was sent, and writes what it has lost.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        List<EmailEntry> sent;
        lock (_lock)
        {
            sent = [.. _byReport.Values];
        }

        foreach (var some in sent.Chunk(ReadAtOnce))
        {
            await Task.WhenAll(some.Select(email => RestoreAsync(email, cancellationToken)));
        }
    }

    private EmailEntry? Find(string report)
    {
        lock (_lock)
        {
            return _byReport.GetValueOrDefault(report);
        }
    }

    private async Task RestoreAsync(EmailEntry sent, CancellationToken cancellationToken)
    {
        var slot = await ledger.ReadAsync(sent.Report, cancellationToken);
        if (slot.Entry is { State: EmailState.Erased })
        {
            Forget(sent.Report);
            return;
        }

        if (slot.Entry is { State: EmailState.Sent } known && (known.ReportSha256 == sent.ReportSha256 || known.SentAt >= sent.SentAt))
        {
            return;
        }

        if (await ledger.TryWriteAsync(slot, sent, cancellationToken) is not null)
        {
            LogRestored(sent.Report);
        }
    }

    [LoggerMessage(LogLevel.Warning,
        "Storage had forgotten that the email of report {Report} was sent; the ledger says so again, and no second one leaves.")]
    private partial void LogRestored(string report);

    [LoggerMessage(LogLevel.Warning,
        "Email of report {Report} had left, and storage did not take its entry then; it is recorded now, and no second one leaves.")]
    private partial void LogRecorded(string report);
}
