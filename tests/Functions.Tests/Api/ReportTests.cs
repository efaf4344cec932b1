using System.IO.Compression;
using System.Net;

namespace Antivirus.Functions.Tests.Api;

public sealed class ReportTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Report = "Id_estudiantes,Prediccion,Probabilidad,Factores\r\n00012,En riesgo,0.9000,\"Edad: 22; Notas: 3\"\r\n";
    private const string Problems = "Linea,Columna,Encontrado,Esperado\r\n3,age,x,un número\r\n";
    private const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", Report)]
    [InlineData("?format=csv", Report)]
    [InlineData("?format=csv-excel",
        "\uFEFFId_estudiantes;Prediccion;Probabilidad;Factores\r\n00012;En riesgo;0,9000;\"Edad: 22; Notas: 3\"\r\n")]
    public async Task A_report_is_sent_as_CSV_of_either_kind(string query, string expected)
    {
        // Arrange
        await PutAsync("udea/2026/reporte_a.csv", Report);

        // Act
        using var answer = await GetAsync($"api/reports/udea/2026/reporte_a.csv{query}", ApiHost.UdeaKey);

        // Assert
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(Cancellation)));
        Assert.Equal("reporte_a.csv", answer.Content.Headers.ContentDisposition!.FileNameStar);
    }

    [Fact]
    public async Task An_upload_is_sent_as_it_came()
    {
        // Arrange
        var content = BinaryData.FromBytes([0xFF, 0xFE, 0, 13, 10, 200]);
        await host.Uploads.GetBlobClient("udea/2026/año.csv").UploadAsync(content, overwrite: true, Cancellation);

        // Act
        using var answer = await GetAsync("api/uploads/udea/2026/a%C3%B1o.csv", ApiHost.UdeaKey);

        // Assert
        Assert.Equal((HttpStatusCode.OK, "application/octet-stream", "año.csv"),
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.FileNameStar));
        Assert.Equal(content.ToArray(), await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("reporte_b.csv", "reporte_b.xlsx", 2)]
    [InlineData("errores_b.csv", "errores_b.xlsx", 1)]
    [InlineData("reporte_c.xlsx.csv", "reporte_c.xlsx", 1)]
    public async Task A_report_is_sent_as_a_workbook_with_its_rejected_rows(string file, string name, int sheets)
    {
        // Arrange
        await PutAsync("udea/reporte_b.csv", Report);
        await PutAsync("udea/errores_b.csv", Problems);
        await PutAsync("udea/reporte_c.xlsx.csv", Report);

        // Act
        using var answer = await GetAsync($"api/reports/udea/{file}?format=xlsx", ApiHost.UdeaKey);

        // Assert
        Assert.Equal((HttpStatusCode.OK, WorkbookType, name),
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.FileNameStar));
        Assert.Equal(sheets, await CountSheetsAsync(answer));
    }

    [Theory]
    [InlineData("api/reports/udea/reporte_no.csv", HttpStatusCode.NotFound)]
    [InlineData("api/reports/udea/reporte_no.csv?format=xlsx", HttpStatusCode.NotFound)]
    [InlineData("api/reports/udea/reporte_a.csv?format=pdf", HttpStatusCode.BadRequest)]
    [InlineData("api/reports/udea/a.csv", HttpStatusCode.BadRequest)]
    [InlineData("api/reports/udea2/reporte_a.csv", HttpStatusCode.Forbidden)]
    [InlineData("api/template/udea2", HttpStatusCode.Forbidden)]
    public async Task What_is_not_there_or_not_the_callers_is_refused(string path, HttpStatusCode expected)
    {
        // Arrange
        await PutAsync("udea2/reporte_a.csv", Report);

        // Act
        using var answer = await GetAsync(path, ApiHost.UdeaKey);

        // Assert
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("api/reports/udea/reporte_a.csv")]
    [InlineData("api/template/udea")]
    public async Task Without_a_key_nothing_is_sent(string path)
    {
        // Act
        using var answer = await GetAsync(path, null);

        // Assert
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task The_template_of_an_institution_is_a_workbook_for_its_model()
    {
        // Act
        using var answer = await GetAsync("api/template/udea", ApiHost.UdeaKey);

        // Assert
        Assert.Equal((HttpStatusCode.OK, WorkbookType, "plantilla.xlsx"),
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.FileNameStar));
        Assert.Equal(2, await CountSheetsAsync(answer));
    }

    private static async Task<int> CountSheetsAsync(HttpResponseMessage answer)
    {
        using var zip = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Cancellation)));
        return zip.Entries.Count(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal));
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? key)
    {
        using var request = ApiHost.Request(HttpMethod.Get, path, key);
        return await host.Http.SendAsync(request, Cancellation);
    }

    private async Task PutAsync(string name, string content) => await host.Reports.GetBlobClient(name)
        .UploadAsync(new BinaryData(content), overwrite: true, Cancellation);
}
