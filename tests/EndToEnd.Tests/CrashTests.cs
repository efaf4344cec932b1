using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>What a crash may cost: nothing.</summary>
public sealed class CrashTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IDisposable
{
    private const int Uploads = 50;
    private readonly TemporaryFolder _folder = new();
    private readonly Storage _storage = new(azurite.ConnectionString);

    [Fact]
    public async Task A_host_killed_amid_50_uploads_leaves_50_reports_and_50_emails_after_its_restart()
    {
        // Arrange
        var mail = _folder.File("correo");
        var sample = await File.ReadAllTextAsync(RepositoryFolder.File("samples", "univalle", "cohorte-ejemplo.csv"),
            TestContext.Current.CancellationToken);
        await using (var first = await RunningHost.StartAsync(azurite.ConnectionString, mail))
        {
            await Task.WhenAll(Enumerable.Range(0, Uploads).Select(n => _storage.UploadAsync(Name("", n), sample)));

            // Act
            await Eventually.HoldsAsync(async () => (await ReportsAsync()).Count >= 5, "Some reports came before the crash.");
            await first.KillAsync();
            Assert.True((await ReportsAsync()).Count < Uploads, "The host was killed too late for this test to show anything.");
        }

        await using var second = await RunningHost.StartAsync(azurite.ConnectionString, mail);
        await Eventually.HoldsAsync(async () => (await ReportsAsync()).Count == Uploads, "All reports came.");
        await Eventually.HoldsAsync(() => Task.FromResult(Subjects(mail).Distinct().Count() == Uploads), "All emails came.");

        // Assert
        Assert.Equal(Enumerable.Range(0, Uploads).Select(n => Name("reporte_", n)).Order(StringComparer.Ordinal), await ReportsAsync());
        Assert.Equal(Uploads, Subjects(mail).Count());
    }

    public void Dispose() => _folder.Dispose();

    private static string Name(string prefix, int number) => $"univalle/{prefix}cohorte-{number:00}.csv";

    private Task<IReadOnlyList<string>> ReportsAsync() => Storage.NamesAsync(_storage.Reports, "univalle/reporte_");

    private static IEnumerable<string> Subjects(string mail) => Directory.Exists(mail)
        ? Directory.EnumerateFiles(mail, "*.eml")
            .Select(file => File.ReadLines(file).First(line => line.StartsWith("Subject:", StringComparison.Ordinal)))
        : [];
}
