using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Emails.Delivery;

/// <summary>What the mail server answers decides whether an email is tried again, and with what.</summary>
public sealed class EmailAnswerTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IAsyncLifetime
{
    private const string Report = "univalle/2026/reporte_cohorte.csv";

    private readonly RecordingMailer _mailer = new();
    private Containers _containers = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failed_try_gives_the_claim_back_with_its_reason_and_the_next_one_sends()
    {
        using var desk = Desk();
        await desk.PutAsync(Report);
        _mailer.Before = (_, _) => throw new EmailDelayedException("SMTP server x answered 451.");

        await Assert.ThrowsAsync<EmailDelayedException>(() => desk.NoticeAsync(Report, Cancellation));
        var entry = await desk.EntryAsync(Report);
        _mailer.Before = (_, _) => Task.CompletedTask;
        await desk.NoticeAsync(Report, Cancellation);

        Assert.Equal((EmailState.Released, "SMTP server x answered 451."), (entry!.State, entry.Error));
        Assert.Equal((EmailState.Sent, 2), ((await desk.EntryAsync(Report))!.State, (await desk.EntryAsync(Report))!.Attempts));
        Assert.Single(_mailer.Accepted);
    }

    [Fact]
    public async Task A_refusal_for_good_is_written_down_and_burns_no_tries()
    {
        using var desk = Desk();
        await desk.PutAsync(Report);
        var tries = 0;
        _mailer.Before = (_, _) => ++tries > 0 ? throw new EmailRefusedException("550 No such user") : Task.CompletedTask;

        await desk.NoticeAsync(Report, Cancellation);
        await desk.NoticeAsync(Report, Cancellation);

        var entry = await desk.EntryAsync(Report);
        Assert.Equal((EmailState.Failed, "550 No such user", 1), (entry!.State, entry.Error, tries));
    }

    [Fact]
    public async Task The_same_report_that_comes_again_after_a_refusal_is_emailed()
    {
        // Arrange
        using var desk = Desk();
        await desk.PutAsync(Report);
        _mailer.Before = (_, _) => throw new EmailRefusedException("No such user.");
        await desk.NoticeAsync(Report, Cancellation);
        _mailer.Before = (_, _) => Task.CompletedTask;
        await desk.PutAsync(Report);

        // Act
        await desk.NoticeAsync(Report, Cancellation);

        // Assert
        Assert.Single(_mailer.Accepted);
        Assert.Equal(EmailState.Sent, (await desk.EntryAsync(Report))!.State);
    }

    [Fact]
    public async Task An_error_that_nobody_foresaw_gives_the_claim_back()
    {
        using var desk = Desk();
        await desk.PutAsync(Report);
        _mailer.Before = (_, _) => throw new InvalidOperationException("Unforeseen.");

        await Assert.ThrowsAsync<InvalidOperationException>(() => desk.NoticeAsync(Report, Cancellation));

        Assert.Equal(EmailState.Released, (await desk.EntryAsync(Report))!.State);
    }

    [Fact]
    public async Task A_report_that_is_written_again_does_not_begin_the_count_of_copies_anew()
    {
        // Arrange
        using var desk = Desk();
        await desk.PutAsync(Report);
        _mailer.After = (_, _) => throw new EmailDelayedException("The line dropped.") { MayHaveArrived = true };
        await Assert.ThrowsAsync<EmailDelayedException>(() => desk.NoticeAsync(Report, Cancellation));
        await Assert.ThrowsAsync<EmailDelayedException>(() => desk.NoticeAsync(Report, Cancellation));
        await desk.PutAsync(Report);

        // Act
        await desk.NoticeAsync(Report, Cancellation);

        // Assert
        var entry = await desk.EntryAsync(Report);
        Assert.Equal((EmailState.Failed, 3, 3), (entry!.State, entry.PossibleCopies, entry.Attempts));
        Assert.Equal(3, _mailer.Accepted.Count);
    }

    [Fact]
    public async Task An_email_whose_answers_are_lost_may_arrive_three_times_and_then_waits_for_a_person()
    {
        // Arrange
        using var desk = Desk();
        await desk.PutAsync(Report);
        _mailer.After = (_, _) => throw new EmailDelayedException("The line dropped.") { MayHaveArrived = true };

        // Act
        await Assert.ThrowsAsync<EmailDelayedException>(() => desk.NoticeAsync(Report, Cancellation));
        await Assert.ThrowsAsync<EmailDelayedException>(() => desk.NoticeAsync(Report, Cancellation));
        await desk.NoticeAsync(Report, Cancellation);
        await desk.NoticeAsync(Report, Cancellation);

        // Assert
        var entry = await desk.EntryAsync(Report);
        Assert.Equal((EmailState.Failed, 3, 3), (entry!.State, entry.PossibleCopies, _mailer.Accepted.Count));
        Assert.Contains("may have arrived 3 times", entry.Error, StringComparison.Ordinal);
        Assert.Single(_mailer.Accepted.Select(email => email.MessageId).Distinct());
    }

    [Fact]
    public async Task An_email_that_is_too_large_for_the_server_goes_once_more_with_the_link_only()
    {
        // Arrange
        using var desk = Desk();
        await desk.PutAsync(Report);
        _mailer.Before = (email, _) => email.Attachment is null ? Task.CompletedTask : throw new EmailTooLargeException("552 Too large");

        // Act
        await desk.NoticeAsync(Report, Cancellation);

        // Assert
        var email = Assert.Single(_mailer.Accepted);
        Assert.Contains("enlace", email.Text, StringComparison.Ordinal);
        Assert.Equal(EmailState.Sent, (await desk.EntryAsync(Report))!.State);
    }

    public async ValueTask InitializeAsync() => _containers = await EmailDesk.CreateContainersAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private EmailDesk Desk(Action<EmailOptions>? settings = null) => new(_containers, _mailer, settings);
}
