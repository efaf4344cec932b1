using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Antivirus.Support;
using Azure;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Functions.Tests.Emails.Delivery;

/// <summary>Storage fails, or instances die, between an email and its entry in the ledger.</summary>
public sealed class UnrecordedEmailTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IAsyncLifetime
{
    private const string Report = "univalle/2026/reporte_cohorte.csv";
    private static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(1);

    private readonly CutLine _line = new();
    private Containers _containers = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _containers = await EmailDesk.CreateContainersAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_email_that_left_and_could_not_be_recorded_is_recorded_later_and_not_sent_again()
    {
        // Arrange: the provider has accepted, and then nothing can be written down for a time.
        var mailer = new RecordingMailer { After = (_, _) => Task.FromResult(_line.IsCut = true) };
        using var desk = new EmailDesk(BehindLine(), mailer);
        await desk.PutAsync(Report);
        await Assert.ThrowsAsync<RequestFailedException>(() => desk.NoticeAsync(Report, Cancellation));

        // Act
        _line.IsCut = false;
        await desk.NoticeAsync(Report, Cancellation);

        // Assert
        Assert.Single(mailer.Accepted);
        Assert.Equal((EmailState.Sent, 1), ((await desk.EntryAsync(Report))!.State, (await desk.EntryAsync(Report))!.Attempts));
    }

    [Fact]
    public async Task An_outage_of_storage_does_not_make_a_claim_look_like_that_of_a_dead_instance()
    {
        // Arrange: nobody renews it; to an instance that saw storage fail this proves nothing yet.
        var clock = new FakeTimeProvider();
        var witness = new EmailLedger(BehindLine(), clock);
        var other = new EmailLedger(_containers, TimeProvider.System);
        await other.TryWriteAsync(await other.ReadAsync(Report, Cancellation),
            new EmailEntry { State = EmailState.Claimed, Report = Report, ReportETag = "0x1" }, Cancellation);
        await Eventually.HoldsAsync(async () => (await other.ReadAsync(Report, Cancellation)).HeldFor(ClaimTime) == TimeSpan.Zero,
            "The claim has run out.");

        // Act
        _line.IsCut = true;
        await Assert.ThrowsAsync<RequestFailedException>(() => witness.ReadAsync(Report, Cancellation));
        _line.IsCut = false;
        var afterOutage = (await witness.ReadAsync(Report, Cancellation)).HeldFor(ClaimTime);
        clock.Advance(ClaimTime);
        var later = (await witness.ReadAsync(Report, Cancellation)).HeldFor(ClaimTime);

        // Assert
        Assert.Equal((ClaimTime, TimeSpan.Zero), (afterOutage, later));
    }

    [Fact]
    public async Task An_email_whose_senders_die_three_times_is_left_to_a_person()
    {
        // Arrange: two deaths are counted, and the claim of the third lies there.
        var mailer = new RecordingMailer();
        using var desk = new EmailDesk(_containers, mailer, options => options.ClaimTime = ClaimTime);
        await desk.PutAsync(Report);
        var report = (await _containers.Reports.GetBlobClient(Report).GetPropertiesAsync(cancellationToken: Cancellation)).Value.ETag;
        await desk.Ledger.TryWriteAsync(await desk.Ledger.ReadAsync(Report, Cancellation), new EmailEntry
        {
            State = EmailState.Claimed,
            Report = Report,
            ReportETag = report.ToString(),
            PossibleCopies = 2,
        }, Cancellation);

        // Act
        await desk.NoticeAsync(Report, Cancellation);

        // Assert
        var entry = await desk.EntryAsync(Report);
        Assert.Equal((EmailState.Failed, 3), (entry!.State, entry.PossibleCopies));
        Assert.Contains("may have arrived 3 times", entry.Error, StringComparison.Ordinal);
        Assert.Empty(mailer.Accepted);
    }

    private Containers BehindLine() => EmailDesk.Open(_line.Connect(azurite.ConnectionString), _containers.Reports.Name,
        _containers.Ledger.Name);
}
