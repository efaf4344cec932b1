using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>The first thing that a newcomer runs.</summary>
public sealed class DemoTests(AzuriteServer azurite) : IClassFixture<AzuriteServer>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_demo_shows_upload_report_email_and_link_and_ends_well()
    {
        // Act
        var (exitCode, output) = await RunningHost.RunToEndAsync(azurite.ConnectionString, _folder.File("correo"), "--demo", "--once");

        // Assert
        Assert.True(exitCode == 0, output);
        Assert.Contains("Upload    cargadatosies/univalle/cohorte-ejemplo-", output, StringComparison.Ordinal);
        Assert.Contains("Report    reportesies/univalle/reporte_cohorte-ejemplo-", output, StringComparison.Ordinal);
        Assert.Contains("Id_estudiantes,Prediccion", output, StringComparison.Ordinal);
        Assert.Contains("Counts    200 rows read", output, StringComparison.Ordinal);
        Assert.Contains(".eml", output, StringComparison.Ordinal);
        Assert.Contains("Link      http", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
