using Antivirus.Functions.Emails.Transports;
using Antivirus.Support;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Functions.Tests.Emails.Transports;

/// <summary>What a server may answer, or not answer, to each command.</summary>
public sealed class SmtpAnswerTests
{
    [Theory]
    [InlineData("connect", "554 go away")]
    [InlineData("MAIL FROM", "553 sender not verified")]
    [InlineData("DATA", "554 no")]
    [InlineData(".", "554 spam")]
    public async Task A_refusal_for_good_is_told_from_one_for_now(string command, string answer)
    {
        using var server = new ScriptedSmtpServer((command, answer));

        var failure = await Assert.ThrowsAsync<EmailRefusedException>(() => SmtpMailers.To(server.Port)
            .SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));

        Assert.Contains(answer[..3], failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connect", "421 later")]
    [InlineData("MAIL FROM", "451 later")]
    [InlineData("DATA", "451 later")]
    [InlineData(".", "452 later")]
    [InlineData("connect", ScriptedSmtpServer.Close)]
    [InlineData("connect", "HTTP/1.1 200 OK")]
    [InlineData("MAIL FROM", ScriptedSmtpServer.Close)]
    [InlineData("half", "")]
    [InlineData(".", ScriptedSmtpServer.Close)]
    public async Task A_server_that_says_later_or_drops_the_line_is_tried_again(string command, string answer)
    {
        using var server = new ScriptedSmtpServer((command, answer));

        var failure = await Assert.ThrowsAsync<EmailDelayedException>(() => SmtpMailers.To(server.Port)
            .SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));

        Assert.Contains($"127.0.0.1:{server.Port}", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".", "552 5.3.4 Message too large")]
    [InlineData("MAIL FROM", "552 5.3.4 Message too large")]
    [InlineData("EHLO", "250-localhost\r\n250 SIZE 500")]
    public async Task A_server_that_does_not_take_the_attachment_may_take_the_email_without_it(string command, string answer)
    {
        using var server = new ScriptedSmtpServer((command, answer));
        var email = SampleEmails.Compose();

        await Assert.ThrowsAsync<EmailTooLargeException>(() => SmtpMailers.To(server.Port)
            .SendAsync(email, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_server_that_refuses_the_size_of_an_email_without_attachment_refuses_for_good()
    {
        using var server = new ScriptedSmtpServer((".", "552 5.2.2 Mailbox full"));
        var email = SampleEmails.Compose() with { Attachment = null };

        await Assert.ThrowsAsync<EmailRefusedException>(() => SmtpMailers.To(server.Port)
            .SendAsync(email, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("connect", ScriptedSmtpServer.Close, false)]
    [InlineData("MAIL FROM", ScriptedSmtpServer.Close, false)]
    [InlineData("DATA", ScriptedSmtpServer.Close, false)]
    [InlineData(".", "452 later", false)]
    [InlineData(".", ScriptedSmtpServer.Close, true)]
    [InlineData(".", ScriptedSmtpServer.Hang, true)]
    public async Task Only_a_line_that_drops_after_the_content_leaves_it_open_whether_the_email_arrived(string command, string answer,
        bool expected)
    {
        using var server = new ScriptedSmtpServer((command, answer));

        var failure = await SendUntilHangingAsync(server, waits: answer == ScriptedSmtpServer.Hang);

        Assert.Equal(expected, failure.MayHaveArrived);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("MAIL FROM")]
    [InlineData("DATA")]
    [InlineData(".")]
    public async Task A_server_that_hangs_is_left_after_the_time_that_is_set(string command)
    {
        using var server = new ScriptedSmtpServer((command, ScriptedSmtpServer.Hang));

        var failure = await SendUntilHangingAsync(server, waits: true);

        Assert.Contains("Email__SendTimeout", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_drops_after_acceptance_does_not_make_it_a_failure()
    {
        using var server = new ScriptedSmtpServer(("QUIT", ScriptedSmtpServer.Close), (".", "250 accepted as 77"));

        var receipt = await SmtpMailers.To(server.Port).SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken);

        Assert.Contains("accepted as 77", receipt.ProviderId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        int port;
        using (var gone = new ScriptedSmtpServer())
        {
            port = gone.Port;
        }

        await Assert.ThrowsAsync<EmailDelayedException>(() => SmtpMailers.To(port)
            .SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));
    }

    /// <summary>Sends to a server that fails; where it answers nothing, the time that is set passes at once.</summary>
    private static async Task<EmailDelayedException> SendUntilHangingAsync(ScriptedSmtpServer server, bool waits)
    {
        var clock = new FakeTimeProvider();
        var sending = SmtpMailers.To(server.Port, clock: clock).SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken);
        if (waits)
        {
            await server.Hanging;
            clock.Advance(SmtpMailers.SendTimeout - TimeSpan.FromSeconds(1));
            Assert.False(sending.IsCompleted);
            clock.Advance(TimeSpan.FromSeconds(2));
        }

        return await Assert.ThrowsAsync<EmailDelayedException>(() => sending);
    }
}
