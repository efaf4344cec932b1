using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>An emulator that crashes and comes back as it was some seconds before, under a host that lives on.</summary>
public sealed class StorageReturnTests : IDisposable
{
    private const string Upload = "univalle/2026-1.csv";
    private const string Report = "univalle/reporte_2026-1.csv";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_report_that_a_crash_of_storage_took_is_made_again_and_not_emailed_twice()
    {
        // Arrange: storage is kept as it was before the upload was scored.
        var (stored, kept, mail) = (_folder.File("azurite"), _folder.File("antes"), _folder.File("correo"));
        await using var azurite = new AzuriteServer { Folder = stored };
        await azurite.StartAsync();
        var storage = new Storage(azurite.ConnectionString);
        await storage.Uploads.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await storage.UploadAsync(Upload, await File.ReadAllTextAsync(
            RepositoryFolder.File("samples", "univalle", "cohorte-ejemplo.csv"), TestContext.Current.CancellationToken));
        await Eventually.HoldsAsync(() => Task.FromResult(AzuriteDisk.Holds(stored, [Upload])), "Azurite wrote the upload to the disk.");
        Copy(stored, kept);
        await using var host = await RunningHost.StartAsync(azurite.ConnectionString, mail);
        var report = await storage.WaitForReportAsync(Report);
        await Eventually.HoldsAsync(() => Task.FromResult(host.Output.Contains("Email of report", StringComparison.Ordinal)),
            "The email left.");

        // Act
        await azurite.StopAsync();
        Directory.Delete(stored, recursive: true);
        Copy(kept, stored);
        await azurite.StartAsync();
        var again = await storage.WaitForReportAsync(Report);
        await Eventually.HoldsAsync(() =>
            Task.FromResult(host.Output.Contains("has a new version whose content is settled", StringComparison.Ordinal)),
            "The email of the report that was made again is settled.");

        // Assert
        Assert.Equal(report, again);
        Assert.Equal("Done", await storage.StateOfAsync(Upload));
        Assert.Single(Directory.GetFiles(mail, "*.eml"));
        Assert.Contains("Storage had forgotten that the email of report", host.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
