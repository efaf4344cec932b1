using System.Collections.Concurrent;
using System.Text;
using Antivirus.Storage.Emails;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Emails.Delivery;

public sealed class EmailOnceTests(AzuriteAccount azurite, ITestOutputHelper output) : IClassFixture<AzuriteAccount>
{
    private const int Reports = 50;
    private const int Events = 200;
    private const int AnsweredBeforeTheKill = 30;

    private readonly ConcurrentQueue<string> _events = new();
    private readonly ConcurrentDictionary<string, int> _failedTries = new();
    private int _answered;

    [Fact]
    public async Task Of_200_repeated_events_on_two_hosts_with_failing_sends_and_a_kill_50_emails_come()
    {
        // Arrange
        using var server = await SmtpServer.StartAsync(new SmtpServerSettings { RefuseEvery = 10 });
        var containers = await EmailDesk.CreateContainersAsync(azurite.ConnectionString);
        using var desk = new EmailDesk(containers, new RecordingMailer());
        var reports = Enumerable.Range(0, Reports).Select(number => $"univalle/reporte_{number}.csv").ToList();
        await Task.WhenAll(reports.Select(report =>
            desk.PutAsync(report, Encoding.UTF8.GetBytes($"Id_estudiantes,Prediccion\r\n{report},No riesgo\r\n"))));
        var shuffled = Enumerable.Range(0, Events).Select(number => reports[number % Reports]).ToArray();
        new Random(7).Shuffle(shuffled);
        Array.ForEach(shuffled, _events.Enqueue);
        // One at a time: so the kill can fall between acceptance and record of one email at most.
        using var victim = await EmailHostProcess.StartAsync(1, Settings(desk, server.Port));
        using var survivor = await EmailHostProcess.StartAsync(4, Settings(desk, server.Port));

        // Act
        await Task.WhenAll(DeliverAsync(victim, killed: true), DeliverAsync(survivor, killed: false));
        var inFlight = victim.Open.ToHashSet();
        await DeliverAsync(survivor, killed: false);

        // Assert
        var mails = server.Received().GroupBy(mail => mail.Subject["Reporte Prediccion: ".Length..]).ToList();
        var doubles = mails.Where(mail => mail.Count() > 1).ToList();
        output.WriteLine(
            $"{mails.Sum(mail => mail.Count())} accepted for {mails.Count} reports, {_failedTries.Values.Sum()} failing tries, " +
            $"{inFlight.Count} in flight when killed, {doubles.Count} doubles.");
        Assert.Equal(reports.Order(), mails.Select(mail => mail.Key).Order());
        Assert.True(_failedTries.Values.Sum() > 0, "Some sends failed.");
        Assert.All(doubles, mail => Assert.Contains(mail.Key, inFlight));
        Assert.All(doubles, mail => Assert.Single(mail.Select(copy => copy.MessageId).Distinct()));
        Assert.InRange(doubles.Count, 0, 1);
        foreach (var report in reports)
        {
            Assert.Equal(EmailState.Sent, (await desk.EntryAsync(report))!.State);
        }
    }

    /// <summary>Plays the queue: an event that fails, or whose host died, comes again.</summary>
    private async Task DeliverAsync(EmailHostProcess host, bool killed)
    {
        for (var given = 0; given < 4 && _events.TryDequeue(out var report); given++)
        {
            await host.GiveAsync(report);
        }

        while (host.Open.Count > 0 && await host.AnswerAsync() is { } answer)
        {
            if (!answer.Done)
            {
                Assert.True(_failedTries.AddOrUpdate(answer.Report, 1, (_, tries) => tries + 1) < 5,
                    "No event ends among the poisoned ones.");
                _events.Enqueue(answer.Report);
            }

            if (Interlocked.Increment(ref _answered) >= AnsweredBeforeTheKill && killed)
            {
                host.Kill();
                foreach (var open in host.Open)
                {
                    _events.Enqueue(open);
                }

                return;
            }

            if (_events.TryDequeue(out var next))
            {
                await host.GiveAsync(next);
            }
        }
    }

    private (string, string)[] Settings(EmailDesk desk, int smtpPort) =>
    [
        ("AntivirusStorage", azurite.ConnectionString),
        ("ReportsContainer", desk.Containers.Reports.Name),
        ("LedgerContainer", desk.Containers.Ledger.Name),
        ("Ies__univalle__Name", "Universidad del Valle"),
        ("Ies__univalle__Emails__0", "bienestar@univalle.example"),
        ("Email__Transport", "Smtp"),
        ("Email__From", "antivirus@univalle.example"),
        ("Email__Smtp__Host", "127.0.0.1"),
        ("Email__Smtp__Port", $"{smtpPort}"),
        ("Email__Smtp__Security", "None"),
        ("Email__SendTimeout", "00:00:30"),
        ("Email__ClaimTime", "00:00:12"),
        ("Email__MaxWait", "00:01:00"),
    ];
}
