using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Model.Cohorts;
using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Antivirus.Storage.Erasure;
using Antivirus.Storage.Outcomes;
using Antivirus.Storage.Runs;
using Antivirus.Support;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Tests.Emails.Delivery;

/// <summary>A run is erased before, while and after its email leaves.</summary>
public sealed class ErasedRunTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IAsyncLifetime
{
    private const string Report = "univalle/reporte_a.csv";
    private readonly RecordingMailer _mailer = new();
    private readonly TemporaryFolder _folder = new();
    private Containers _containers = null!;
    private EmailDesk _desk = null!;
    private CohortId _cohort;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _containers = await EmailDesk.CreateContainersAsync(azurite.ConnectionString);
        _desk = new EmailDesk(_containers, _mailer);
        Assert.True(CohortId.TryParseUpload("univalle/a.csv", out _cohort));
    }

    public ValueTask DisposeAsync()
    {
        _desk.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_run_whose_email_is_on_its_way_is_not_erased_before_it_has_left()
    {
        // Arrange
        await _desk.PutAsync(Report);
        var (begun, mayLeave) = (new TaskCompletionSource(), new TaskCompletionSource());
        _mailer.Before = async (_, _) =>
        {
            begun.SetResult();
            await mayLeave.Task;
        };
        var sending = _desk.NoticeAsync(Report, Cancellation);
        await begun.Task;

        // Act
        var first = await Erasure().EraseAsync(_cohort, Cancellation);
        var isStillThere = await _containers.Reports.GetBlobClient(Report).ExistsAsync(Cancellation);
        mayLeave.SetResult();
        await sending;
        var second = await Erasure().EraseAsync(_cohort, Cancellation);

        // Assert
        Assert.InRange(first.BusyFor ?? TimeSpan.Zero, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(3));
        Assert.True(isStillThere);
        Assert.Equal(new RunErased(Found: true), second);
        Assert.Equal(EmailState.Erased, (await _desk.EntryAsync(Report))!.State);
        Assert.Single(_mailer.Accepted);
    }

    [Fact]
    public async Task A_sender_that_read_the_ledger_before_the_erasure_sends_nothing_after_it()
    {
        // Arrange
        await _desk.PutAsync(Report);
        var before = await _desk.Ledger.ReadAsync(Report, Cancellation);

        // Act
        await Erasure().EraseAsync(_cohort, Cancellation);
        var claim = new EmailEntry { State = EmailState.Claimed, Report = Report, ReportETag = "\"x\"" };
        var claimed = await _desk.Ledger.TryWriteAsync(before, claim, Cancellation);

        // Assert
        Assert.Null(claimed);
    }

    [Fact]
    public async Task Late_events_of_an_erased_run_send_nothing_and_leave_no_failure()
    {
        // Arrange
        await _desk.PutAsync(Report);
        await Erasure().EraseAsync(_cohort, Cancellation);

        // Act
        await _desk.NoticeAsync(Report, Cancellation);
        await _desk.Backlog.RunOnceAsync(Cancellation);
        await _desk.Sent.RestoreAsync(Cancellation);

        // Assert
        Assert.Empty(_mailer.Accepted);
        Assert.Equal(EmailState.Erased, (await _desk.EntryAsync(Report))!.State);
        Assert.Empty(await _desk.Ledger.ListUnsentAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Another_hosts_memory_of_the_email_does_not_bring_it_back_into_the_ledger()
    {
        // Arrange
        using var other = new EmailDesk(_containers, _mailer);
        await _desk.PutAsync(Report);
        await other.NoticeAsync(Report, Cancellation);

        // Act
        await Erasure().EraseAsync(_cohort, Cancellation);
        await other.Sent.RestoreAsync(Cancellation);

        // Assert
        Assert.Equal(EmailState.Erased, (await _desk.EntryAsync(Report))!.State);
    }

    [Fact]
    public async Task A_new_upload_of_the_same_name_is_emailed_again()
    {
        // Arrange
        await _desk.PutAsync(Report);
        await _desk.NoticeAsync(Report, Cancellation);
        await Erasure().EraseAsync(_cohort, Cancellation);

        // Act
        await _desk.PutAsync(Report);
        await _desk.NoticeAsync(Report, Cancellation);

        // Assert
        Assert.Equal(2, _mailer.Accepted.Count);
    }

    [Fact]
    public async Task A_run_in_work_is_not_erased()
    {
        // Arrange
        await _desk.PutAsync(Report);
        var runs = new RunLedger(_containers, TimeProvider.System);
        await using var claim = await runs.ClaimAsync(_cohort.UploadName, Cancellation);

        // Act
        var erased = await Erasure().EraseAsync(_cohort, Cancellation);

        // Assert
        Assert.Equal(new RunErased(Found: true, runs.ClaimTime), erased);
        Assert.True(await _containers.Reports.GetBlobClient(Report).ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task What_was_never_there_leaves_no_tombstone()
    {
        // Act
        var erased = await Erasure().EraseAsync(_cohort, Cancellation);

        // Assert
        Assert.Equal(new RunErased(Found: false), erased);
        Assert.Empty(await _containers.Ledger.GetBlobsAsync(cancellationToken: Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task The_emails_in_the_pickup_folder_go_with_their_run_and_no_others()
    {
        // Arrange
        using var desk = new EmailDesk(_containers, new PickupMailer(Options.Create(PickupOptions())));
        const string neighbour = "univalle/2026/reporte_a.csv";
        await desk.PutAsync(Report);
        await desk.PutAsync(neighbour);
        await desk.NoticeAsync(Report, Cancellation);
        await desk.NoticeAsync(neighbour, Cancellation);
        Assert.Equal(2, Directory.GetFiles(_folder.File("correo")).Length);

        // Act
        await Erasure().EraseAsync(_cohort, Cancellation);

        // Assert
        var left = Assert.Single(Directory.GetFiles(_folder.File("correo")));
        Assert.Contains(neighbour, await File.ReadAllTextAsync(left, Cancellation), StringComparison.Ordinal);
    }

    private EmailOptions PickupOptions() => new() { PickupFolder = _folder.File("correo"), ClaimTime = TimeSpan.FromSeconds(3) };

    private RunErasure Erasure() => new(new RunLedger(_containers, TimeProvider.System), _desk.Ledger, _desk.Sent,
        new OutcomeStore(_containers), new PickupFolder(Options.Create(PickupOptions())), _containers);
}
