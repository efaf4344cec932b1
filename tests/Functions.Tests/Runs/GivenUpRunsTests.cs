using Antivirus.Functions.Runs;
using Antivirus.Functions.Tests.Emails.Delivery;
using Antivirus.Functions.Tests.Observability;
using Antivirus.Model.Cohorts;
using Antivirus.Storage.Runs;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Runs;

/// <summary>An upload that no further try follows ends in words that its institution sees.</summary>
public sealed class GivenUpRunsTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
{
    private const string Name = "univalle/a.csv";
    private const string Problems = "univalle/errores_a.csv";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_that_the_host_gives_up_is_Failed_and_its_institution_gets_one_email_that_says_so()
    {
        // Arrange: the last of its instances died while it ran.
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        using var recorded = new RecordedTelemetry(app.Telemetry);
        var mailer = new RecordingMailer();
        using var desk = new EmailDesk(app.Containers, mailer);
        var blob = await app.UploadAsync(Name, "1,2,3");
        var etag = (await blob.GetPropertiesAsync(cancellationToken: Cancellation)).Value.ETag.ToString();
        await SaveAsync(app,
            new RunManifest { State = RunState.Running, Upload = Name, UploadETag = etag, StartedAt = DateTimeOffset.UtcNow });

        // Act
        await GiveUpAsync(app, etag);
        await GiveUpAsync(app, etag);
        await desk.NoticeAsync(Problems, Cancellation);
        await desk.NoticeAsync(Problems, Cancellation);

        // Assert
        var run = await app.Ledger.FindAsync(Name, Cancellation);
        Assert.Equal((RunState.Failed, RunWords.GivenUp(ReportLanguage.Spanish)), (run!.State, run.Error));
        Assert.Equal(1, recorded.Sum("antivirus.files", ("state", "GivenUp")));
        var email = Assert.Single(mailer.Accepted);
        Assert.Equal($"No se pudo procesar el archivo: {Name}", email.Subject);
        Assert.Contains("el archivo sigue guardado", email.Text, StringComparison.Ordinal);
        Assert.Null(email.Attachment);
    }

    [Fact]
    public async Task An_upload_that_was_done_after_all_is_not_given_up()
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        var blob = await app.UploadAsync(Name, "1,2,3");
        var etag = (await blob.GetPropertiesAsync(cancellationToken: Cancellation)).Value.ETag.ToString();
        await SaveAsync(app,
            new RunManifest { State = RunState.Done, Upload = Name, UploadETag = etag, StartedAt = DateTimeOffset.UtcNow });

        // Act
        await GiveUpAsync(app, etag);

        // Assert
        Assert.Equal(RunState.Done, (await app.Ledger.FindAsync(Name, Cancellation))!.State);
        Assert.Null(await app.ReportAsync(Problems));
    }

    [Fact]
    public async Task A_version_that_was_replaced_is_not_given_up()
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        await app.UploadAsync(Name, "1,2,3");

        // Act
        await GiveUpAsync(app, "0x0");

        // Assert
        Assert.Equal(RunState.Waiting, (await app.Ledger.FindAsync(Name, Cancellation))!.State);
        Assert.Null(await app.ReportAsync(Problems));
    }

    private static Task GiveUpAsync(ScoringApp app, string etag) =>
        app.GivenUp.GiveUpAsync(Name, etag.Trim('"'), "5 instances died at it", Cancellation);

    private static async Task SaveAsync(ScoringApp app, RunManifest run)
    {
        await using var claim = await app.Ledger.ClaimAsync(Name, Cancellation);
        await claim.SaveAsync(run, Cancellation);
    }
}
