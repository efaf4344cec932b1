using Antivirus.Functions.Emails.Content;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>Hands emails to Azure Communication Services, and looks once at what became of each.</summary>
internal sealed partial class AcsMailer(IAcsWire wire, IOptions<EmailOptions> options, TimeProvider clock, ILogger<AcsMailer> logger)
    : IReportMailer
{
    public async Task<EmailReceipt> SendAsync(ReportEmail email, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Value.SendTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var id = await wire.StartAsync(AcsMessage.From(email), either.Token);
            await CheckStatusAsync(id, either.Token);
            return new EmailReceipt(id, []);
        }
        catch (AcsFailedException failure)
        {
            throw Translate(failure);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EmailDelayedException(
                $"Azure Communication Services did not answer within {options.Value.SendTimeout} (Email__SendTimeout).", failure);
        }
    }

    /// <summary>Once only: reading a status counts against a limit of its own.</summary>
    private async Task CheckStatusAsync(string id, CancellationToken cancellationToken)
    {
        if (options.Value.Acs.StatusAfter == TimeSpan.Zero)
        {
            return;
        }

        string status;
        try
        {
            await Task.Delay(options.Value.Acs.StatusAfter, clock, cancellationToken);
            status = await wire.ReadStatusAsync(id, cancellationToken);
        }
        catch (Exception failure) when (failure is AcsFailedException or OperationCanceledException)
        {
            // The send was accepted; not being told how it stands is not a reason to send again.
            LogStatusUnknown(id, failure.GetType().Name);
            return;
        }

        if (status is "Failed" or "Canceled")
        {
            throw new EmailRefusedException(
                $"Azure Communication Services accepted the email and then gave it up ({status}), operation {id}; its log names the " +
                "reason.");
        }
    }

    private static Exception Translate(AcsFailedException failure)
    {
        var reason = $"Azure Communication Services answered {failure.Status} {failure.Code}: {failure.Message}";
        return failure.Status is 0 or 408 or 429 or >= 500
            ? new EmailDelayedException(reason, failure) { RetryAfter = failure.RetryAfter }
            : new EmailRefusedException(reason, failure);
    }

    [LoggerMessage(LogLevel.Warning, "Email operation {Id} was accepted; its status could not be read ({Failure}).")]
    private partial void LogStatusUnknown(string id, string failure);
}
