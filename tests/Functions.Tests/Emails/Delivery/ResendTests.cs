using System.CommandLine;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Antivirus.Support;
using Antivirus.Training.Notify;

namespace Antivirus.Functions.Tests.Emails.Delivery;

/// <summary>The console's <c>notify</c> on what the app has written; the containers have the app's own names.</summary>
public sealed class ResendTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IAsyncLifetime
{
    private readonly RecordingMailer _mailer = new();
    private readonly string _report = $"univalle/{Guid.NewGuid():N}/reporte_año.csv";
    private EmailDesk _desk = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var containers = new Containers(new Azure.Storage.Blobs.BlobServiceClient(azurite.ConnectionString),
            Microsoft.Extensions.Options.Options.Create(new StorageOptions()));
        await containers.Reports.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        await containers.Ledger.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        _desk = new EmailDesk(containers, _mailer);
        await _desk.PutAsync(_report);
    }

    public ValueTask DisposeAsync()
    {
        _desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_email_is_sent_again_on_purpose_as_a_new_one_with_the_same_report()
    {
        await _desk.NoticeAsync(_report, Cancellation);

        var (exitCode, output) = await RunAsync("--report", _report, "--again");
        await _desk.NoticeAsync(_report, Cancellation);

        Assert.Equal(0, exitCode);
        Assert.Contains(_report, output, StringComparison.Ordinal);
        Assert.Equal(2, _mailer.Accepted.Select(email => email.MessageId).Distinct().Count());
        Assert.All(_mailer.Accepted, email => Assert.Equal(SampleEmails.Csv, email.Attachment!.Content.ToArray()));
    }

    [Fact]
    public async Task A_failed_email_is_listed_with_its_reason_and_sent_again_when_asked()
    {
        _mailer.Before = (_, _) => throw new EmailRefusedException("550 No such user");
        await _desk.NoticeAsync(_report, Cancellation);
        _mailer.Before = (_, _) => Task.CompletedTask;

        var (_, list) = await RunAsync();
        await RunAsync("--report", _report, "--again");
        await _desk.NoticeAsync(_report, Cancellation);
        var (_, after) = await RunAsync("--report", _report);

        Assert.Contains($"{_report}: Failed, tries: 1. 550 No such user", list, StringComparison.Ordinal);
        Assert.Contains($"{_report}: Sent at ", after, StringComparison.Ordinal);
        Assert.Single(_mailer.Accepted);
    }

    [Fact]
    public async Task An_email_that_is_being_sent_is_not_sent_again()
    {
        var claimed = new EmailEntry { State = EmailState.Claimed, Report = _report, ReportETag = "\"x\"" };
        await _desk.Ledger.TryWriteAsync(await _desk.Ledger.ReadAsync(_report, Cancellation), claimed, Cancellation);

        var (exitCode, output) = await RunAsync("--report", _report, "--again");

        Assert.Equal(1, exitCode);
        Assert.Contains("being sent", output, StringComparison.Ordinal);
        Assert.Equal(EmailState.Claimed, (await _desk.EntryAsync(_report))!.State);
    }

    [Theory]
    [InlineData(2, "--again needs --report", "--again")]
    [InlineData(2, "is not a report", "--report", "univalle/cohorte.csv")]
    [InlineData(1, "There is no report", "--report", "univalle/reporte_ninguno.csv", "--again")]
    public async Task A_wrong_request_is_told_what_to_do(int expected, string message, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(arguments);

        Assert.Equal(expected, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        var exitCode = await NotifyCommand.Create()
            .Parse([.. arguments, "--storage", azurite.ConnectionString])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = output }, Cancellation);
        return (exitCode, output.ToString());
    }
}
