using System.IO.Compression;
using System.Security.Cryptography;
using Antivirus.Functions.Emails;
using Antivirus.Functions.Institutions;
using Antivirus.Functions.Emails.Content;
using Antivirus.Storage;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Emails.Delivery;

/// <summary>What goes along with an email: the report as it is, packed, as a workbook, or a link alone.</summary>
public sealed class ReportAttachmentTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IAsyncLifetime
{
    private const string Report = "univalle/2026/reporte_señales +%.csv";

    private readonly RecordingMailer _mailer = new();
    private Containers _containers = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("reporte_señales +%", "errores_señales +%", 2)]
    [InlineData("errores_sola", "errores_sola", 1)]
    public async Task A_report_can_be_attached_as_a_workbook_with_its_rejected_rows(string report, string problems, int sheets)
    {
        // Arrange
        using var desk = Desk(options => options.Attachment = EmailAttachment.Xlsx);
        await desk.PutAsync($"univalle/2026/{problems}.csv", "Linea,Columna,Encontrado,Esperado\r\n3,age,x,un número\r\n"u8.ToArray());
        if (report != problems)
        {
            await desk.PutAsync($"univalle/2026/{report}.csv");
        }

        // Act
        await desk.NoticeAsync($"univalle/2026/{report}.csv", Cancellation);

        // Assert
        var email = Assert.Single(_mailer.Accepted);
        Assert.Equal((report + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (email.Attachment!.Name, email.Attachment.ContentType));
        using var zip = new ZipArchive(new MemoryStream(email.Attachment.Content.ToArray()));
        Assert.Equal(sheets, zip.Entries.Count(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)));
        Assert.Contains(report + ".xlsx", email.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_like_a_formula_is_text_in_an_attached_workbook()
    {
        // Arrange
        using var desk = Desk(options => options.Attachment = EmailAttachment.Xlsx);
        await desk.PutAsync(Report, "Id_estudiantes,Prediccion\r\n=1+1,No riesgo\r\n\"x;=2+2\",En riesgo\r\n"u8.ToArray());

        // Act
        await desk.NoticeAsync(Report, Cancellation);

        // Assert
        using var zip = new ZipArchive(new MemoryStream(Assert.Single(_mailer.Accepted).Attachment!.Content.ToArray()));
        using var reader = new StreamReader(await zip.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(Cancellation));
        var sheet = await reader.ReadToEndAsync(Cancellation);
        Assert.Contains("=1+1", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("<f>", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attached_csv_is_the_report_byte_for_byte()
    {
        // Arrange: the report's own cells are defused, and stay so.
        using var desk = Desk();
        var report = "Id_estudiantes,Prediccion\r\n\"'=1+1\",No riesgo\r\n"u8.ToArray();
        await desk.PutAsync(Report, report);

        // Act
        await desk.NoticeAsync(Report, Cancellation);

        // Assert
        Assert.Equal(report, Assert.Single(_mailer.Accepted).Attachment!.Content.ToArray());
    }

    [Fact]
    public async Task An_email_can_hold_the_link_alone()
    {
        // Arrange
        using var desk = Desk(options => options.Attachment = EmailAttachment.None);
        await desk.PutAsync(Report);

        // Act
        await desk.NoticeAsync(Report, Cancellation);

        // Assert
        var email = Assert.Single(_mailer.Accepted);
        Assert.Null(email.Attachment);
        Assert.Contains("Descárguelo con este enlace", email.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("demasiado grande", email.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_of_30_megabytes_goes_as_a_link_only()
    {
        using var desk = Desk();
        var csv = RandomNumberGenerator.GetBytes(30_000_000);
        await desk.PutAsync(Report, csv);

        await desk.NoticeAsync(Report, Cancellation);

        var email = Assert.Single(_mailer.Accepted);
        Assert.Null(email.Attachment);
        Assert.Contains("30,0\u00A0MB", email.Text, StringComparison.Ordinal);
        Assert.Equal(csv, await DownloadAsync(email));
        Assert.Equal(Sha256(csv), (await desk.EntryAsync(Report))!.ReportSha256);
    }

    [Fact]
    public async Task A_report_may_be_attached_as_a_zip_the_same_each_time()
    {
        using var desk = Desk(options => options.Zip = true);
        await desk.PutAsync("univalle/reporte_a.csv");
        await desk.NoticeAsync("univalle/reporte_a.csv", Cancellation);
        await desk.PutAsync("univalle/2/reporte_a.csv");
        await desk.NoticeAsync("univalle/2/reporte_a.csv", Cancellation);

        var attachments = _mailer.Accepted.Select(email => email.Attachment!).ToList();
        Assert.Equal("reporte_a.csv.zip", attachments[0].Name);
        Assert.Equal(attachments[0].Content.ToArray(), attachments[1].Content.ToArray());
        await using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(attachments[0].Content.ToArray()));
        using var content = new MemoryStream();
        await (await Assert.Single(archive.Entries).OpenAsync(Cancellation)).CopyToAsync(content, Cancellation);
        Assert.Equal(SampleEmails.Csv, content.ToArray());
    }

    private static async Task<byte[]> DownloadAsync(ReportEmail email)
    {
        var link = email.Text.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal));
        using var client = new HttpClient();
        return await client.GetByteArrayAsync(new Uri(link), Cancellation);
    }

    public async ValueTask InitializeAsync() => _containers = await EmailDesk.CreateContainersAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private EmailDesk Desk(Action<EmailOptions>? settings = null) => new(_containers, _mailer, settings);

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
