using System.Collections.Concurrent;
using Antivirus.Functions.Emails.Content;
using Antivirus.Functions.Emails.Transports;

namespace Antivirus.Functions.Tests.Emails.Delivery;

/// <summary>A provider that accepts emails, or does with each as it is told.</summary>
internal sealed class RecordingMailer : IReportMailer
{
    public ConcurrentQueue<ReportEmail> Accepted { get; } = new();

    /// <summary>Done with each email before it is accepted; throws to refuse.</summary>
    public Func<ReportEmail, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Done after the provider has accepted, before the sender knows.</summary>
    public Func<ReportEmail, CancellationToken, Task> After { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<string> Refused { get; init; } = [];

    public async Task<EmailReceipt> SendAsync(ReportEmail email, CancellationToken cancellationToken)
    {
        await Before(email, cancellationToken);
        Accepted.Enqueue(email);
        await After(email, cancellationToken);
        return new EmailReceipt($"provider-{Accepted.Count}", Refused);
    }
}
