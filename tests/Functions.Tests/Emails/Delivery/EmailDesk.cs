using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Content;
using Antivirus.Functions.Emails.Delivery;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Functions.Institutions;
using Antivirus.Functions.Observability;
using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Antivirus.Storage.Preferences;
using Antivirus.Storage.Recipients;
using Antivirus.Storage.Runs;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Tests.Emails.Delivery;

/// <summary>One instance of all that sends emails, on containers that several instances may share.</summary>
internal sealed class EmailDesk : IDisposable
{
    private readonly Telemetry _telemetry = new();
    private readonly DownloadLinks _links;

    public EmailDesk(Containers containers, IReportMailer mailer, Action<EmailOptions>? settings = null,
        InstitutionsOptions? institutions = null, TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        var emailOptions = SampleEmails.Sender();
        (emailOptions.ClaimTime, emailOptions.SendTimeout, emailOptions.MaxWait) =
            (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
        settings?.Invoke(emailOptions);
        var options = Options.Create(emailOptions);
        Containers = containers;
        Ledger = new EmailLedger(containers, clock);
        _links = new DownloadLinks(containers, new StorageClock(containers, clock));
        Sent = new SentEmails(Ledger, NullLogger<SentEmails>.Instance);
        var rate = new SendRate(options, clock);
        var registry = new InstitutionRegistry(Options.Create(institutions ?? Registry()));
        Recipients = new RecipientList(containers, clock);
        Notifier = new ReportNotifier(
            Ledger,
            Sent,
            new RunLedger(containers, clock),
            registry,
            new ReportRecipients(registry, Recipients),
            new InstitutionPreferences(registry, new PreferenceStore(containers), new DefaultAttachment(emailOptions.Attachment)),
            new EmailComposer(options, clock, NullLogger<EmailComposer>.Instance),
            new EmailSender(Ledger, Sent, rate, mailer, options, _telemetry, clock, NullLogger<EmailSender>.Instance),
            _links,
            options,
            _telemetry,
            clock,
            NullLogger<ReportNotifier>.Instance);
        Backlog = new EmailBacklog(Ledger, Notifier, containers, options, clock, NullLogger<EmailBacklog>.Instance);
    }

    public Containers Containers { get; }

    public EmailLedger Ledger { get; }

    public RecipientList Recipients { get; }

    public SentEmails Sent { get; }

    public ReportNotifier Notifier { get; }

    public EmailBacklog Backlog { get; }

    /// <summary>Containers of a test's own.</summary>
    public static async Task<Containers> CreateContainersAsync(string connectionString)
    {
        var test = $"t{Guid.NewGuid():N}";
        var containers = Open(new BlobServiceClient(connectionString), $"{test}-reports", $"{test}-ledger");
        await containers.Reports.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await containers.Ledger.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        return containers;
    }

    public static Containers Open(BlobServiceClient service, string reports, string ledger) =>
        new(service, Options.Create(new StorageOptions { ReportsContainer = reports, LedgerContainer = ledger }));

    public static InstitutionsOptions Registry() => new()
    {
        ["univalle"] = SampleEmails.Institution(),
        ["sincorreo"] = new InstitutionOptions { Name = "Universidad sin correo" },
    };

    /// <summary>An event about a report comes, as its trigger hands it over.</summary>
    public Task NoticeAsync(string report, CancellationToken cancellationToken = default) =>
        Notifier.RunAsync(Containers.Reports.GetBlobClient(report), report, cancellationToken);

    public Task PutAsync(string report, byte[]? content = null) =>
        Containers.Reports.GetBlobClient(report)
            .UploadAsync(new BinaryData(content ?? SampleEmails.Csv), overwrite: true, TestContext.Current.CancellationToken);

    public async Task<EmailEntry?> EntryAsync(string report) =>
        (await Ledger.ReadAsync(report, TestContext.Current.CancellationToken)).Entry;

    public void Dispose()
    {
        Backlog.Dispose();
        _telemetry.Dispose();
        _links.Dispose();
    }
}
