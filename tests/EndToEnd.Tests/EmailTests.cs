using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>Reports that appear, two real hosts, a real mail server.</summary>
public sealed class EmailTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IDisposable
{
    private const int Reports = 50;
    private readonly TemporaryFolder _folder = new();
    private readonly Storage _storage = new(azurite.ConnectionString);

    [Fact]
    public async Task Fifty_reports_on_two_hosts_one_of_them_killed_get_one_email_each()
    {
        // Arrange
        using var server = await SmtpServer.StartAsync(new SmtpServerSettings { RefuseEvery = 10 });
        (string, string)[] smtp =
        [
            ("Email__Transport", "Smtp"),
            ("Email__From", "antivirus@univalle.example"),
            ("Email__Smtp__Host", "127.0.0.1"),
            ("Email__Smtp__Port", $"{server.Port}"),
            ("Email__Smtp__Security", "None"),
            ("Email__ClaimTime", "00:00:10"),
        ];
        await using var survivor = await RunningHost.StartAsync(azurite.ConnectionString, _folder.File("a"), smtp);
        await using var victim = await RunningHost.StartAsync(azurite.ConnectionString, _folder.File("b"), smtp);

        // Act
        await Task.WhenAll(Enumerable.Range(0, Reports).Select(number => _storage.Reports
            .GetBlobClient($"univalle/reporte_{number}.csv")
            .UploadAsync(new BinaryData($"Id_estudiantes,Prediccion\r\n{number},No riesgo\r\n"), overwrite: true,
                TestContext.Current.CancellationToken)));
        await Eventually.HoldsAsync(() => Task.FromResult(server.Received().Count >= 10), "Some emails came before the crash.");
        await victim.KillAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(Subjects(server).Distinct().Count() == Reports), "All emails came.");

        // Assert: a second copy only of what the killed host was sending, four at a time (host.json), and recognisable.
        var copies = server.Received().GroupBy(mail => mail.Subject).Where(mails => mails.Count() > 1).ToList();
        Assert.InRange(copies.Count, 0, 4);
        Assert.All(copies, mails => Assert.Single(mails.Select(mail => mail.MessageId).Distinct()));
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Subjects(SmtpServer server) => server.Received().Select(mail => mail.Subject);
}
