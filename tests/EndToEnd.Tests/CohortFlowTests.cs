using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Antivirus.Support;
using Antivirus.Training;
using MimeKit;

namespace Antivirus.EndToEnd.Tests;

/// <summary>A cohort's way through the real app: upload, report, email and link, on real storage.</summary>
public sealed class CohortFlowTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Storage _storage = new(azurite.ConnectionString);

    private string MailFolder => _folder.File("correo");

    [Fact]
    public async Task The_395_students_of_the_public_data_get_a_report_that_agrees_with_predict()
    {
        // Arrange
        var data = RepositoryFolder.StudentData;
        var cohort = _folder.File("cohorte.csv");
        var predicted = _folder.File("predicho.csv");
        Assert.Equal(0, await ConsoleApp.RunAsync(["encode", "--data", data, "--out", cohort]));
        Assert.Equal(0, await ConsoleApp.RunAsync(["predict", "--model", Artefact, "--in", cohort, "--out", predicted]));
        await using var host = await RunningHost.StartAsync(azurite.ConnectionString, MailFolder);

        // Act
        await _storage.UploadAsync("univalle/2020/publica.csv", await File.ReadAllTextAsync(cohort, Cancellation));
        var report = await _storage.WaitForReportAsync("univalle/2020/reporte_publica.csv");

        // Assert
        Assert.Equal(395 + 1, report.TrimEnd().Split("\r\n").Length);
        Assert.Equal(await File.ReadAllTextAsync(predicted, Cancellation), report);
    }

    [Fact]
    public async Task An_upload_over_HTTP_ends_in_a_report_an_email_and_a_link_that_gives_the_report()
    {
        // Arrange
        await using var host = await RunningHost.StartAsync(azurite.ConnectionString, MailFolder);
        using var http = new HttpClient { BaseAddress = host.Address };
        using var form = new MultipartFormDataContent
        {
            { new StringContent("univalle"), "bucketName" },
            { new ByteArrayContent(await File.ReadAllBytesAsync(Sample, Cancellation)), "data", "web.csv" },
        };

        // Act
        using var posted = await http.PostAsync(new Uri("cargadatos?bucketName=univalle&nameFile=web.csv", UriKind.Relative), form,
            Cancellation);
        posted.EnsureSuccessStatusCode();
        var report = await _storage.WaitForReportAsync("univalle/reporte_web.csv");
        var email = await EmailAboutAsync("univalle/reporte_web.csv");
        using var answer = await http.PostAsync(new Uri("getReports", UriKind.Relative), JsonBody("""{"nombre_ies":"univalle"}"""),
            Cancellation);
        var links = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var link = links.GetProperty("data").EnumerateArray()
            .Single(entry => entry.GetProperty("file_name").GetString() == "reporte_web.csv");
        var linked = await http.GetStringAsync(new Uri(link.GetProperty("url").GetString()!), Cancellation);

        // Assert
        Assert.StartsWith("Id_estudiantes,Prediccion,Probabilidad", report, StringComparison.Ordinal);
        Assert.Equal(report, linked);
        Assert.Equal("bienestar@univalle.example", email.To.ToString());
        var attachment = Assert.IsType<MimePart>(Assert.Single(email.Attachments), exactMatch: false);
        Assert.Equal("reporte_web.csv", attachment.FileName);
    }

    [Fact]
    public async Task A_file_with_no_usable_row_gets_no_report_but_a_list_of_what_is_wrong()
    {
        // Arrange
        await using var host = await RunningHost.StartAsync(azurite.ConnectionString, MailFolder);

        // Act
        await _storage.UploadAsync("univalle/vacia.csv", "");
        var problems = await _storage.WaitForReportAsync("univalle/errores_vacia.csv");

        // Assert
        Assert.StartsWith("Linea,Columna,Encontrado,Esperado\r\n", problems, StringComparison.Ordinal);
        Assert.DoesNotContain("univalle/reporte_vacia.csv", await Storage.NamesAsync(_storage.Reports));
        await EmailAsync("Filas con errores: univalle/errores_vacia.csv");
    }

    [Fact]
    public async Task An_institution_that_nobody_knows_gets_its_report_but_no_email()
    {
        // Arrange
        await using var host = await RunningHost.StartAsync(azurite.ConnectionString, MailFolder);

        // Act
        await _storage.UploadAsync("desconocida/a.csv", await File.ReadAllTextAsync(Sample, Cancellation));
        await _storage.WaitForReportAsync("desconocida/reporte_a.csv");
        await _storage.UploadAsync("univalle/despues.csv", await File.ReadAllTextAsync(Sample, Cancellation));
        await EmailAboutAsync("univalle/reporte_despues.csv");

        // Assert
        Assert.DoesNotContain(Emails(), email => email.Subject!.Contains("desconocida/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Blobs_that_are_no_cohort_are_left_alone_and_poison_nothing()
    {
        // Arrange
        await using var host = await RunningHost.StartAsync(azurite.ConnectionString, MailFolder);

        // Act
        await _storage.UploadAsync("sin-carpeta.csv", "1,2,3");
        await _storage.UploadAsync("univalle/foto.png", "no es un csv");
        await Eventually.HoldsAsync(
            async () => (await Storage.NamesAsync(_storage.Ledger, "runs/univalle/foto.png")).Count == 1,
            "The ledger says what became of the picture.");

        // Assert
        var names = await Storage.NamesAsync(_storage.Reports);
        Assert.DoesNotContain(names, name =>
            name.Contains("foto", StringComparison.Ordinal) || name.Contains("sin-carpeta", StringComparison.Ordinal));
        await Eventually.HoldsAsync(() => Task.FromResult(host.Output.Contains("sin-carpeta.csv lies in no institution's folder",
            StringComparison.Ordinal)), "The log names the blob without folder.");
    }

    [Fact]
    public async Task No_student_appears_in_the_log()
    {
        // Arrange
        await using var host = await RunningHost.StartAsync(azurite.ConnectionString, MailFolder);

        // Act
        await _storage.UploadAsync("univalle/privada.csv",
            "EST-SECRETO,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\nEST-OCULTO,x,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n");
        await _storage.WaitForReportAsync("univalle/reporte_privada.csv");
        await EmailAboutAsync("univalle/reporte_privada.csv");

        // Assert
        Assert.DoesNotContain("EST-", host.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Artefact => RepositoryFolder.File("Model", "Artefacts", "student-performance");

    private static string Sample => RepositoryFolder.File("samples", "univalle", "cohorte-ejemplo.csv");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static StringContent JsonBody(string json) => new(json, Encoding.UTF8, "application/json");

    private IEnumerable<MimeMessage> Emails() => Directory.Exists(MailFolder)
        ? Directory.EnumerateFiles(MailFolder, "*.eml").Select(file => MimeMessage.Load(file))
        : [];

    private Task<MimeMessage> EmailAboutAsync(string report) => EmailAsync($"Reporte Prediccion: {report}");

    private async Task<MimeMessage> EmailAsync(string subject)
    {
        MimeMessage? found = null;
        await Eventually.HoldsAsync(
            () => Task.FromResult((found = Emails().FirstOrDefault(email => email.Subject == subject)) is not null),
            $"The email '{subject}' came.");
        return found!;
    }
}
