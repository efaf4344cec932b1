using Antivirus.Functions.Emails.Content;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Functions.Institutions;

namespace Antivirus.Functions.Emails.Delivery;

/// <summary>Sends the email that shows whether an institution's reports would arrive.</summary>
internal sealed class TestEmails(EmailComposer composer, ReportRecipients recipients,
    InstitutionPreferences preferences, SendRate rate, IReportMailer mailer)
{
    /// <summary>Sends one to all who get the institution's reports.</summary>
    /// <returns>How many they are, and what was answered; null when they are none.</returns>
    /// <exception cref="EmailRefusedException">The server refuses it for good.</exception>
    /// <exception cref="EmailDelayedException">It may leave later.</exception>
    public async Task<(int Recipients, EmailReceipt Receipt)?> SendAsync(string iesCode, InstitutionOptions institution,
        CancellationToken cancellationToken)
    {
        var email = composer.ComposeTest(institution, await recipients.AddedAsync(iesCode, cancellationToken),
            (await preferences.ForAsync(iesCode, cancellationToken)).Language);
        if (email.To.Count == 0)
        {
            return null;
        }

        return rate.TryAcquire(out var wait)
            ? (email.To.Count + email.Cc.Count, await mailer.SendAsync(email, cancellationToken))
            : throw new EmailDelayedException("The limit of emails is reached (Email__MaxPerMinute, Email__MaxPerHour).")
            { RetryAfter = wait };
    }
}
