using System.Security.Cryptography;
using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Functions.Institutions;
using Antivirus.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Functions.Tests.Emails.Transports;

public sealed class SmtpMailerTests : IDisposable
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_real_server_receives_the_email_whole_as_another_parser_reads_it()
    {
        // Arrange
        using var server = await SmtpServer.StartAsync();
        var csv = RandomNumberGenerator.GetBytes(300_000);
        byte[] picture = [.. SampleEmails.Png, .. RandomNumberGenerator.GetBytes(5_000)];
        File.WriteAllBytes(_folder.File("logo.png"), picture);
        var institution = SampleEmails.Institution(name: "Universidad del Ñandú 🎓 <b>");
        institution.Logo = _folder.File("logo.png");
        var email = SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), institution,
            "univalle/año 2026/reporte_señales 🎓.csv") with
        { Content = SampleEmails.Content(csv) });

        // Act
        var receipt = await Mailer(server.Port).SendAsync(email, TestContext.Current.CancellationToken);

        // Assert
        var mail = Assert.Single(server.Received());
        Assert.Contains("queued as 1", receipt.ProviderId, StringComparison.Ordinal);
        Assert.Equal($"<{email.MessageId}>", mail.MessageId);
        Assert.Equal("Reporte Prediccion: univalle/año 2026/reporte_señales 🎓.csv", mail.Subject);
        Assert.Equal(("antivirus@univalle.example", "Antivirus para la deserción"), (mail.From, mail.FromName));
        Assert.Equal(email.To, mail.To);
        Assert.Equal(email.Cc, mail.Cc);
        Assert.Equal(["dudas@univalle.example"], mail.ReplyTo);
        Assert.Equal([.. email.To, .. email.Cc], mail.Recipients);
        Assert.Equal(email.Text, mail.Text);
        Assert.Equal(email.Html.TrimEnd(), mail.Html.TrimEnd());
        Assert.Contains("Universidad del Ñandú 🎓 <b>", mail.Text, StringComparison.Ordinal);
        var report = Assert.Single(mail.Attachments, file => file.ContentId.Length == 0);
        Assert.Equal(("reporte_señales 🎓.csv", "text/csv", Sha256(csv)), (report.Name, report.ContentType, report.Sha256));
        var logo = Assert.Single(mail.Attachments, file => file.ContentId.Length > 0);
        Assert.Equal(($"<{email.Logo!.ContentId}>", "image/png", Sha256(picture)), (logo.ContentId, logo.ContentType, logo.Sha256));
    }

    [Fact]
    public async Task No_line_is_long_enough_to_be_wrapped_under_way()
    {
        using var server = await SmtpServer.StartAsync();
        var institution = SampleEmails.Institution(name: new string('Ñ', 200));
        institution.Emails.Clear();
        foreach (var number in Enumerable.Range(0, 60))
        {
            institution.Emails.Add($"una.persona.con.nombre.largo.{number}@facultad.univalle.example");
        }

        var report = $"univalle/{new string('a', 400)} {new string('ñ', 300)}/reporte_x.csv";
        await Mailer(server.Port).SendAsync(SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), institution, report)),
            TestContext.Current.CancellationToken);

        var mail = Assert.Single(server.Received());
        Assert.InRange(mail.MaxLineLength, 1, 998);
        Assert.Equal(0, mail.BareLineEnds);
        Assert.Equal($"Reporte Prediccion: {report}", mail.Subject);
    }

    [Fact]
    public async Task STARTTLS_and_login_work_with_a_certificate_of_the_named_authority()
    {
        var certificate = TestCertificate.Create(_folder, "localhost");
        using var server = await SmtpServer.StartAsync(Settings(certificate) with { User = "antivirus", Password = "ñandú 7" });

        await Mailer(server.Port, smtp =>
        {
            smtp.Host = "localhost";
            smtp.Security = SmtpSecurity.StartTls;
            smtp.CertificateAuthority = certificate.Authority;
            (smtp.User, smtp.Password) = ("antivirus", "ñandú 7");
        }).SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken);

        var mail = Assert.Single(server.Received());
        Assert.True(mail.Secure);
        Assert.Equal("antivirus", mail.User);
    }

    [Fact]
    public async Task TLS_from_the_first_byte_works_as_well()
    {
        var certificate = TestCertificate.Create(_folder, "localhost");
        using var server = await SmtpServer.StartAsync(Settings(certificate) with { TlsFromTheStart = true });

        await Mailer(server.Port, smtp =>
        {
            smtp.Host = "localhost";
            smtp.Security = SmtpSecurity.Tls;
            smtp.CertificateAuthority = certificate.Authority;
        }).SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken);

        Assert.True(Assert.Single(server.Received()).Secure);
    }

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("otro.example", true)]
    public async Task A_wrong_certificate_is_refused_with_a_clear_reason_and_nothing_is_sent(string name, bool knownAuthority)
    {
        var certificate = TestCertificate.Create(_folder, name);
        using var server = await SmtpServer.StartAsync(Settings(certificate));
        var mailer = Mailer(server.Port, smtp =>
        {
            smtp.Host = "localhost";
            smtp.Security = SmtpSecurity.StartTls;
            smtp.CertificateAuthority = knownAuthority ? certificate.Authority : "";
        });

        var failure = await Assert.ThrowsAsync<EmailDelayedException>(() =>
            mailer.SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));

        Assert.Contains("certificate", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"localhost:{server.Port}", failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Received());
    }

    [Fact]
    public async Task A_server_without_STARTTLS_gets_nothing_in_the_open()
    {
        using var server = await SmtpServer.StartAsync();
        var mailer = Mailer(server.Port, smtp => smtp.Security = SmtpSecurity.StartTls);

        await Assert.ThrowsAsync<EmailRefusedException>(() =>
            mailer.SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));

        Assert.Empty(server.Received());
    }

    [Fact]
    public async Task A_wrong_login_is_refused_for_good_and_names_its_settings()
    {
        var certificate = TestCertificate.Create(_folder, "localhost");
        using var server = await SmtpServer.StartAsync(Settings(certificate) with { User = "antivirus", Password = "right" });
        var mailer = Mailer(server.Port, smtp =>
        {
            smtp.Host = "localhost";
            smtp.Security = SmtpSecurity.StartTls;
            smtp.CertificateAuthority = certificate.Authority;
            (smtp.User, smtp.Password) = ("antivirus", "wrong");
        });

        var failure = await Assert.ThrowsAsync<EmailRefusedException>(() =>
            mailer.SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));

        Assert.Contains("Email__Smtp__Password", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipient_that_does_not_exist_keeps_nobody_else_from_the_email()
    {
        using var server = await SmtpServer.StartAsync();
        var institution = SampleEmails.Institution();
        institution.Emails.Add("nadie@univalle.example");

        var receipt = await Mailer(server.Port)
            .SendAsync(SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), institution)), TestContext.Current.CancellationToken);

        Assert.Equal("nadie@univalle.example: 550 No such user", Assert.Single(receipt.Refused));
        Assert.Equal(3, Assert.Single(server.Received()).Recipients.Count);
    }

    [Fact]
    public async Task No_recipient_that_exists_is_a_refusal_for_good()
    {
        using var server = await SmtpServer.StartAsync();
        var mailer = Mailer(server.Port);
        var email = SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), OnlyTo("nadie@univalle.example")));

        var failure = await Assert.ThrowsAsync<EmailRefusedException>(() => mailer.SendAsync(email, TestContext.Current.CancellationToken));

        Assert.Contains("550 No such user", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipient_that_is_busy_makes_all_wait_so_that_nobody_gets_two()
    {
        using var server = await SmtpServer.StartAsync();
        var institution = SampleEmails.Institution();
        institution.Emails.Add("ocupado@univalle.example");
        var mailer = Mailer(server.Port);
        var email = SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), institution));

        await Assert.ThrowsAsync<EmailDelayedException>(() => mailer.SendAsync(email, TestContext.Current.CancellationToken));

        Assert.Empty(server.Received());
    }

    [Theory]
    [InlineData("connect", "554 go away")]
    [InlineData("MAIL FROM", "553 sender not verified")]
    [InlineData("DATA", "554 no")]
    [InlineData(".", "554 spam")]
    public async Task A_refusal_for_good_is_told_from_one_for_now(string command, string answer)
    {
        using var server = new ScriptedSmtpServer((command, answer));

        var failure = await Assert.ThrowsAsync<EmailRefusedException>(() => Mailer(server.Port)
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

        var failure = await Assert.ThrowsAsync<EmailDelayedException>(() => Mailer(server.Port)
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

        await Assert.ThrowsAsync<EmailTooLargeException>(() => Mailer(server.Port).SendAsync(email, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_server_that_refuses_the_size_of_an_email_without_attachment_refuses_for_good()
    {
        using var server = new ScriptedSmtpServer((".", "552 5.2.2 Mailbox full"));
        var email = SampleEmails.Compose() with { Attachment = null };

        await Assert.ThrowsAsync<EmailRefusedException>(() => Mailer(server.Port).SendAsync(email, TestContext.Current.CancellationToken));
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

        var receipt = await Mailer(server.Port).SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken);

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

        await Assert.ThrowsAsync<EmailDelayedException>(() => Mailer(port)
            .SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();

    private static SmtpServerSettings Settings(TestCertificate certificate) =>
        new() { Certificate = certificate.Certificate, Key = certificate.Key };

    private static InstitutionOptions OnlyTo(string address)
    {
        var institution = new InstitutionOptions { Name = "Universidad del Valle" };
        institution.Emails.Add(address);
        return institution;
    }

    /// <summary>Sends to a server that fails; where it answers nothing, the time that is set passes at once.</summary>
    private static async Task<EmailDelayedException> SendUntilHangingAsync(ScriptedSmtpServer server, bool waits)
    {
        var clock = new FakeTimeProvider();
        var sending = Mailer(server.Port, clock: clock).SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken);
        if (waits)
        {
            await server.Hanging;
            clock.Advance(SendTimeout - TimeSpan.FromSeconds(1));
            Assert.False(sending.IsCompleted);
            clock.Advance(TimeSpan.FromSeconds(2));
        }

        return await Assert.ThrowsAsync<EmailDelayedException>(() => sending);
    }

    private static SmtpMailer Mailer(int port, Action<SmtpOptions>? settings = null, TimeProvider? clock = null)
    {
        var options = SampleEmails.Sender();
        options.SendTimeout = SendTimeout;
        (options.Smtp.Host, options.Smtp.Port, options.Smtp.Security) = ("127.0.0.1", port, SmtpSecurity.None);
        settings?.Invoke(options.Smtp);
        return new SmtpMailer(Options.Create(options), clock ?? TimeProvider.System);
    }

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
