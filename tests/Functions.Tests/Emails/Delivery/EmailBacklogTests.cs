using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Antivirus.Support;
using Azure.Core;

namespace Antivirus.Functions.Tests.Emails.Delivery;

/// <summary>Emails that no event will bring back are taken up all the same.</summary>
public sealed class EmailBacklogTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IAsyncLifetime
{
    private const string Report = "univalle/2026/reporte_cohorte.csv";

    private readonly RecordingMailer _mailer = new();
    private Containers _containers = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_given_back_and_what_a_dead_instance_left_is_taken_up_without_any_event()
    {
        using var desk = Desk();
        await desk.PutAsync("univalle/reporte_a.csv");
        await desk.PutAsync("univalle/reporte_b.csv");
        await desk.PutAsync("univalle/reporte_c.csv");
        _mailer.Before = (_, _) => throw new EmailDelayedException("Not now.");
        await Assert.ThrowsAsync<EmailDelayedException>(() => desk.NoticeAsync("univalle/reporte_a.csv", Cancellation));
        _mailer.Before = (_, _) => Task.CompletedTask;
        await desk.NoticeAsync("univalle/reporte_b.csv", Cancellation);
        var left = new EmailEntry { State = EmailState.Claimed, Report = "univalle/reporte_c.csv", ReportETag = "\"x\"" };
        await desk.Ledger.TryWriteAsync(await desk.Ledger.ReadAsync(left.Report, Cancellation), left, Cancellation);

        await Eventually.HoldsAsync(async () =>
        {
            await desk.Backlog.RunOnceAsync(Cancellation);
            return _mailer.Accepted.Count == 3;
        }, "The claim of the dead instance ran out.");

        Assert.Equal(
            ["univalle/reporte_a.csv", "univalle/reporte_b.csv", "univalle/reporte_c.csv"],
            _mailer.Accepted.Select(email => email.Subject["Reporte Prediccion: ".Length..]).Order());
    }

    [Fact]
    public async Task An_entry_that_someone_spoilt_by_hand_keeps_no_other_email_from_leaving()
    {
        using var desk = Desk();
        await desk.PutAsync("univalle/reporte_b.csv");
        var spoilt = new Azure.Storage.Blobs.Models.BlobUploadOptions
        {
            Metadata = new Dictionary<string,
            string>
            { ["estado"] = "Released" }
        };
        await _containers.Ledger.GetBlobClient(EmailLedger.NameFor("univalle/reporte_a.csv"))
            .UploadAsync(new BinaryData("{"), spoilt, Cancellation);
        var left = new EmailEntry { State = EmailState.Released, Report = "univalle/reporte_b.csv", ReportETag = "\"x\"" };
        await desk.Ledger.TryWriteAsync(await desk.Ledger.ReadAsync(left.Report, Cancellation), left, Cancellation);

        await desk.Backlog.RunOnceAsync(Cancellation);

        Assert.Equal("Reporte Prediccion: univalle/reporte_b.csv", Assert.Single(_mailer.Accepted).Subject);
    }

    [Fact]
    public async Task An_email_that_fails_in_a_way_that_nobody_foresaw_keeps_no_other_from_leaving()
    {
        using var desk = Desk();
        foreach (var report in (string[])["univalle/reporte_a.csv", "univalle/reporte_b.csv"])
        {
            await desk.PutAsync(report);
            var left = new EmailEntry { State = EmailState.Released, Report = report, ReportETag = "\"x\"" };
            await desk.Ledger.TryWriteAsync(await desk.Ledger.ReadAsync(report, Cancellation), left, Cancellation);
        }

        _mailer.Before = (email, _) => email.Subject.EndsWith("reporte_a.csv", StringComparison.Ordinal)
            ? throw new InvalidOperationException("Unforeseen.")
            : Task.CompletedTask;

        await desk.Backlog.RunOnceAsync(Cancellation);

        Assert.Equal("Reporte Prediccion: univalle/reporte_b.csv", Assert.Single(_mailer.Accepted).Subject);
    }

    [Fact]
    public async Task A_backlog_whose_listing_cannot_be_read_goes_on_with_the_next_one()
    {
        // Arrange: a proxy's page, then storage again.
        var listings = 0;
        var interference = new Interference
        {
            Before = (request, _) =>
                request.Uri.Query.Contains("comp=list", StringComparison.Ordinal) && Interlocked.Increment(ref listings) <= 2
                ? throw new System.Xml.XmlException("Root element is missing.")
                : Task.CompletedTask,
        };
        var containers = EmailDesk.Open(interference.Connect(azurite.ConnectionString), _containers.Reports.Name, _containers.Ledger.Name);
        using var desk = new EmailDesk(containers, _mailer, options => options.BacklogEvery = TimeSpan.FromMilliseconds(50));
        await desk.PutAsync(Report);
        var left = new EmailEntry { State = EmailState.Released, Report = Report, ReportETag = "\"x\"" };
        await desk.Ledger.TryWriteAsync(await desk.Ledger.ReadAsync(Report, Cancellation), left, Cancellation);

        // Act
        await desk.Backlog.StartAsync(Cancellation);
        await Eventually.HoldsAsync(() => Task.FromResult(!_mailer.Accepted.IsEmpty), "The email left.");
        await desk.Backlog.StopAsync(Cancellation);

        // Assert
        Assert.True(listings > 2);
        Assert.Single(_mailer.Accepted);
    }

    public async ValueTask InitializeAsync() => _containers = await EmailDesk.CreateContainersAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private EmailDesk Desk(Action<EmailOptions>? settings = null) => new(_containers, _mailer, settings);
}
