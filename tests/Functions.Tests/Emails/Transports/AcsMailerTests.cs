using Antivirus.Functions.Emails.Content;
using Antivirus.Functions.Emails.Transports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Tests.Emails.Transports;

public sealed class AcsMailerTests
{
    [Fact]
    public async Task The_service_gets_all_of_the_email()
    {
        var wire = new FakeAcsWire();
        var email = SampleEmails.Compose() with { Logo = new EmailFile("logo.png", "image/png", new byte[] { 1 }, "logo@antivirus") };

        var receipt = await Mailer(wire).SendAsync(email, TestContext.Current.CancellationToken);

        var message = Assert.Single(wire.Started);
        Assert.Equal(email.OperationId.ToString(), receipt.ProviderId);
        Assert.Equal(email.OperationId, message.OperationId);
        Assert.Equal((email.From, email.Subject, email.Text, email.Html),
            (message.Sender, message.Subject, message.PlainText, message.Html));
        Assert.Equal((email.To, email.Cc), (message.To, message.Cc));
        Assert.Equal([email.ReplyTo!], message.ReplyTo);
        Assert.Equal([email.Attachment!, email.Logo!], message.Attachments);
    }

    [Fact]
    public async Task The_status_is_looked_at_once()
    {
        var wire = new FakeAcsWire { Status = "Running" };

        await Mailer(wire).SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken);

        Assert.Equal(1, wire.StatusReads);
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("Canceled")]
    public async Task A_send_that_the_service_gives_up_is_refused_for_good(string status)
    {
        var mailer = Mailer(new FakeAcsWire { Status = status });

        await Assert.ThrowsAsync<EmailRefusedException>(() =>
            mailer.SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_status_that_cannot_be_read_does_not_undo_the_acceptance()
    {
        var wire = new FakeAcsWire { StatusFailure = new AcsFailedException(429, "TooManyRequests", "Slow down.") };

        var receipt = await Mailer(wire).SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken);

        Assert.NotEmpty(receipt.ProviderId);
    }

    [Theory]
    [InlineData(400, "BadRequest")]
    [InlineData(401, "Denied")]
    [InlineData(403, "Forbidden")]
    [InlineData(404, "DomainNotLinked")]
    [InlineData(413, "RequestTooLarge")]
    public async Task A_refusal_of_the_service_is_for_good_and_names_its_code(int status, string code)
    {
        var mailer = Mailer(new FakeAcsWire { StartFailure = new AcsFailedException(status, code, "No.") });

        var failure = await Assert.ThrowsAsync<EmailRefusedException>(() =>
            mailer.SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));

        Assert.Contains(code, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_service_that_is_busy_or_away_is_tried_again_when_it_says(int status)
    {
        var mailer = Mailer(
            new FakeAcsWire { StartFailure = new AcsFailedException(status, null, "Later.") { RetryAfter = TimeSpan.FromSeconds(77) } });

        var failure = await Assert.ThrowsAsync<EmailDelayedException>(() =>
            mailer.SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));

        Assert.Equal(TimeSpan.FromSeconds(77), failure.RetryAfter);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_left_after_the_time_that_is_set()
    {
        var mailer = Mailer(new FakeAcsWire { Hangs = true });

        await Assert.ThrowsAsync<EmailDelayedException>(() =>
            mailer.SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("Tue, 24 Nov 2026 15:05:00 GMT", 55)]
    [InlineData("Tue, 24 Nov 2026 15:00:00 GMT", 0)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public void Retry_after_is_seconds_or_a_date(string? header, int? seconds)
    {
        Assert.Equal(seconds, (int?)AcsRetryAfter.Read(header, SampleEmails.Now)?.TotalSeconds);
    }

    private static AcsMailer Mailer(FakeAcsWire wire)
    {
        var options = SampleEmails.Sender();
        options.SendTimeout = TimeSpan.FromSeconds(2);
        options.Acs.StatusAfter = TimeSpan.FromMilliseconds(1);
        return new AcsMailer(wire, Options.Create(options), TimeProvider.System, NullLogger<AcsMailer>.Instance);
    }

    private sealed class FakeAcsWire : IAcsWire
    {
        public string Status { get; init; } = "Succeeded";

        public Exception? StartFailure { get; init; }

        public Exception? StatusFailure { get; init; }

        public bool Hangs { get; init; }

        public List<AcsMessage> Started { get; } = [];

        public int StatusReads { get; private set; }

        public async Task<string> StartAsync(AcsMessage message, CancellationToken cancellationToken)
        {
            if (Hangs)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            Started.Add(message);
            return StartFailure is null ? message.OperationId.ToString() : throw StartFailure;
        }

        public Task<string> ReadStatusAsync(string id, CancellationToken cancellationToken)
        {
            StatusReads++;
            Assert.Equal(Started[^1].OperationId.ToString(), id);
            return StatusFailure is null ? Task.FromResult(Status) : Task.FromException<string>(StatusFailure);
        }
    }
}
