using System.Security.Cryptography;
using System.Text.Json;
using Antivirus.Functions.Emails;
using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Antivirus.Storage.Runs;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Emails.Delivery;

public sealed class ReportNotifierTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IAsyncLifetime
{
    private const string Report = "univalle/2026/reporte_señales +%.csv";

    private readonly RecordingMailer _mailer = new();
    private Containers _containers = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _containers = await EmailDesk.CreateContainersAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_new_report_is_emailed_once_however_often_its_event_comes()
    {
        using var desk = Desk();
        await desk.PutAsync(Report);

        await desk.NoticeAsync(Report, Cancellation);
        await desk.NoticeAsync(Report, Cancellation);

        var email = Assert.Single(_mailer.Accepted);
        var entry = await desk.EntryAsync(Report);
        Assert.Equal((EmailState.Sent, "provider-1", 1, 3), (entry!.State, entry.ProviderId, entry.Attempts, entry.Recipients));
        Assert.Equal(email.OperationId, entry.OperationId);
        Assert.Equal(SampleEmails.Csv, email.Attachment!.Content.ToArray());
    }

    [Fact]
    public async Task The_next_email_reaches_a_recipient_that_the_institution_added()
    {
        // Arrange
        using var desk = Desk();
        await desk.Recipients.TryAddAsync("univalle", "nueva@univalle.example", 10, Cancellation);
        await desk.Recipients.TryAddAsync("univalle", "Rectoria@univalle.example", 10, Cancellation);
        await desk.Recipients.TryAddAsync("sincorreo", "sola@sincorreo.example", 10, Cancellation);
        await desk.PutAsync(Report);
        await desk.PutAsync("sincorreo/reporte_a.csv");

        // Act
        await desk.NoticeAsync(Report, Cancellation);
        await desk.NoticeAsync("sincorreo/reporte_a.csv", Cancellation);

        // Assert
        var emails = _mailer.Accepted.ToArray();
        Assert.Equal(["bienestar@univalle.example", "registro@univalle.example", "nueva@univalle.example"], emails[0].To);
        Assert.Equal(["rectoria@univalle.example"], emails[0].Cc);
        Assert.Equal(["sola@sincorreo.example"], emails[1].To);
    }

    [Fact]
    public async Task The_figures_are_those_of_the_run_that_wrote_this_content()
    {
        using var desk = Desk();
        await PutRunAsync(Sha256(SampleEmails.Csv));
        await desk.PutAsync(Report);

        await desk.NoticeAsync(Report, Cancellation);

        Assert.Contains("326 (23,5\u00A0%)", Assert.Single(_mailer.Accepted).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_of_another_run_are_not_shown()
    {
        using var desk = Desk();
        await PutRunAsync("another");
        await desk.PutAsync(Report);

        await desk.NoticeAsync(Report, Cancellation);

        Assert.Contains("no trae cifras", Assert.Single(_mailer.Accepted).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_content_under_a_new_etag_sends_nothing()
    {
        using var desk = Desk();
        await desk.PutAsync(Report);
        await desk.NoticeAsync(Report, Cancellation);
        var before = await desk.EntryAsync(Report);
        await desk.PutAsync(Report);

        await desk.NoticeAsync(Report, Cancellation);

        var after = await desk.EntryAsync(Report);
        Assert.Single(_mailer.Accepted);
        Assert.NotEqual(before!.ReportETag, after!.ReportETag);
        Assert.Equal((EmailState.Sent, before.ProviderId), (after.State, after.ProviderId));
    }

    [Fact]
    public async Task Another_content_under_the_same_name_is_emailed_again()
    {
        using var desk = Desk();
        await desk.PutAsync(Report);
        await desk.NoticeAsync(Report, Cancellation);
        await desk.PutAsync(Report, "Id_estudiantes,Prediccion\r\n2,No riesgo\r\n"u8.ToArray());

        await desk.NoticeAsync(Report, Cancellation);

        Assert.Equal(2, _mailer.Accepted.Select(email => email.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task Report_and_rejected_rows_have_an_email_each()
    {
        using var desk = Desk();
        await desk.PutAsync("univalle/reporte_a.csv");
        await desk.PutAsync("univalle/errores_a.csv",
            "Linea,Columna,Encontrado,Esperado\r\n3,age,diecinueve,\"un número, entero\"\r\n"u8.ToArray());

        await desk.NoticeAsync("univalle/reporte_a.csv", Cancellation);
        await desk.NoticeAsync("univalle/errores_a.csv", Cancellation);

        Assert.Equal(["Reporte Prediccion: univalle/reporte_a.csv", "Filas con errores: univalle/errores_a.csv"],
            _mailer.Accepted.Select(email => email.Subject));
        Assert.Contains("Línea: 3 | Columna: age | Se encontró: diecinueve | Se esperaba: un número, entero", _mailer.Accepted.Last().Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("univalle/cohorte.csv")]
    [InlineData("univalle/reporte_a.txt")]
    [InlineData("reporte_a.csv")]
    public async Task Other_blobs_are_not_emailed(string name)
    {
        using var desk = Desk();
        await desk.PutAsync(name);

        await desk.NoticeAsync(name, Cancellation);

        Assert.Empty(_mailer.Accepted);
        Assert.Null(await desk.EntryAsync(name));
    }

    [Theory]
    [InlineData("desconocida/reporte_a.csv", "Ies__desconocida__Name")]
    [InlineData("univalle2/reporte_a.csv", "Ies__univalle2__Name")]
    [InlineData("sincorreo/reporte_a.csv", "Ies__sincorreo__Emails__0")]
    public async Task A_report_that_nobody_is_named_for_is_not_sent_and_the_ledger_says_what_to_set(string report, string setting)
    {
        using var desk = Desk();
        await desk.PutAsync(report);

        await desk.NoticeAsync(report, Cancellation);

        var entry = await desk.EntryAsync(report);
        Assert.Equal(EmailState.Failed, entry!.State);
        Assert.Contains(setting, entry.Error, StringComparison.Ordinal);
        Assert.True(await _containers.Reports.GetBlobClient(report).ExistsAsync(Cancellation));
        Assert.Empty(_mailer.Accepted);
    }

    [Fact]
    public async Task A_report_that_was_deleted_before_its_email_is_written_down_and_not_tried_again()
    {
        using var desk = Desk();

        await desk.NoticeAsync(Report, Cancellation);

        var entry = await desk.EntryAsync(Report);
        Assert.Equal(EmailState.Failed, entry!.State);
        Assert.Contains("deleted", entry.Error, StringComparison.Ordinal);
        Assert.Empty(_mailer.Accepted);
    }

    [Fact]
    public async Task A_late_event_about_a_deleted_report_does_not_undo_that_it_was_sent()
    {
        using var desk = Desk();
        await desk.PutAsync(Report);
        await desk.NoticeAsync(Report, Cancellation);
        await _containers.Reports.DeleteBlobAsync(Report, cancellationToken: Cancellation);

        await desk.NoticeAsync(Report, Cancellation);

        Assert.Equal(EmailState.Sent, (await desk.EntryAsync(Report))!.State);
    }

    [Fact]
    public async Task A_name_as_long_as_storage_allows_has_its_place_in_the_ledger()
    {
        using var desk = Desk();
        var report = $"univalle/{string.Concat(Enumerable.Repeat(new string('a', 200) + "/", 4))}reporte_{new string('b', 195)}.csv";
        await desk.PutAsync(report);

        await desk.NoticeAsync(report, Cancellation);
        await desk.NoticeAsync(report, Cancellation);

        Assert.Single(_mailer.Accepted);
    }

    [Fact]
    public async Task The_ledger_holds_nothing_of_the_report()
    {
        using var desk = Desk();
        await desk.PutAsync(Report);
        await desk.NoticeAsync(Report, Cancellation);

        var blob = await _containers.Ledger.GetBlobClient(EmailLedger.NameFor(Report)).DownloadContentAsync(Cancellation);

        Assert.DoesNotContain("0.8123", blob.Value.Content.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("@univalle.example", blob.Value.Content.ToString(), StringComparison.Ordinal);
    }

    private EmailDesk Desk(Action<EmailOptions>? settings = null) => new(_containers, _mailer, settings);

    private async Task PutRunAsync(string sha256)
    {
        var run = SampleEmails.Run() with { Upload = "univalle/2026/señales +%.csv", Report = Report, ReportSha256 = sha256 };
        var json = JsonSerializer.SerializeToUtf8Bytes(run, RunJson.Default.RunManifest);
        await _containers.Ledger.GetBlobClient($"runs/{run.Upload}.json").UploadAsync(new BinaryData(json), Cancellation);
    }

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
