using Antivirus.Functions.Emails.Content;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>The wire that emails leave by.</summary>
internal interface IReportMailer
{
    /// <summary>Hands an email over; returns when the provider has accepted it.</summary>
    /// <exception cref="EmailRefusedException">No repeat will help.</exception>
    /// <exception cref="EmailDelayedException">A repeat may help.</exception>
    /// <exception cref="EmailTooLargeException">It may help to leave the attachment out.</exception>
    Task<EmailReceipt> SendAsync(ReportEmail email, CancellationToken cancellationToken);
}

/// <summary>The provider's answer to an accepted email.</summary>
/// <param name="ProviderId">What the provider calls it.</param>
/// <param name="Refused">Why single recipients were refused while others got it.</param>
internal sealed record EmailReceipt(string ProviderId, IReadOnlyList<string> Refused);
