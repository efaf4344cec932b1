using Antivirus.Functions.Emails.Delivery;
using Azure.Storage.Blobs;

namespace Antivirus.Functions;

/// <summary>A report appears; its institution is told by email.</summary>
internal sealed class SendReportEmail(ReportNotifier notifier)
{
    [Function(nameof(SendReportEmail))]
    public Task RunAsync(
        [BlobTrigger("%ReportsContainer%/{name}", Source = BlobTriggerSource.EventGrid, Connection = "AntivirusStorage")] BlobClient report,
        string name,
        CancellationToken cancellationToken) =>
        notifier.RunAsync(report, name, cancellationToken);
}
