using System.Text.RegularExpressions;
using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>The first thing that a newcomer runs.</summary>
public sealed partial class DemoTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_demo_shows_upload_report_email_and_link_and_overwrites_no_line()
    {
        // Act: on a terminal, where there is a program that makes one.
        var (exitCode, output) = await RunningHost.RunToEndAsync(azurite.ConnectionString, _folder.File("correo"),
            onTerminal: OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "--demo", "--once");

        // Assert
        Assert.True(exitCode == 0, output);
        Assert.Contains("Upload    cargadatosies/univalle/cohorte-ejemplo-", output, StringComparison.Ordinal);
        Assert.Contains("Report    reportesies/univalle/reporte_cohorte-ejemplo-", output, StringComparison.Ordinal);
        Assert.Contains("Id_estudiantes,Prediccion", output, StringComparison.Ordinal);
        Assert.Contains("Counts    200 rows read", output, StringComparison.Ordinal);
        Assert.Contains(".eml", output, StringComparison.Ordinal);
        Assert.Contains("Link      http", output, StringComparison.Ordinal);
        Assert.DoesNotMatch(Overwriting(), output);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A move of the cursor, an erasure, or a return to the beginning of a line that goes on.</summary>
    [GeneratedRegex(@"\e\[[0-9;]*[A-HJKST]|\e\[\?25l|\r(?!\r*\n)")]
    private static partial Regex Overwriting();
}
