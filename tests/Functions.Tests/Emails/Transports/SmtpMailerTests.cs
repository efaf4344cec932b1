using System.Security.Cryptography;
using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Functions.Institutions;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Emails.Transports;

public sealed class SmtpMailerTests : IDisposable
{
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
        var receipt = await SmtpMailers.To(server.Port).SendAsync(email, TestContext.Current.CancellationToken);

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
        await SmtpMailers.To(server.Port).SendAsync(SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), institution, report)),
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

        await SmtpMailers.To(server.Port, smtp =>
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

        await SmtpMailers.To(server.Port, smtp =>
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
        var mailer = SmtpMailers.To(server.Port, smtp =>
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
        var mailer = SmtpMailers.To(server.Port, smtp => smtp.Security = SmtpSecurity.StartTls);

        await Assert.ThrowsAsync<EmailRefusedException>(() =>
            mailer.SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));

        Assert.Empty(server.Received());
    }

    [Fact]
    public async Task A_refused_login_is_tried_again_after_a_pause_and_names_its_settings()
    {
        var certificate = TestCertificate.Create(_folder, "localhost");
        using var server = await SmtpServer.StartAsync(Settings(certificate) with { User = "antivirus", Password = "right" });
        var mailer = SmtpMailers.To(server.Port, smtp =>
        {
            smtp.Host = "localhost";
            smtp.Security = SmtpSecurity.StartTls;
            smtp.CertificateAuthority = certificate.Authority;
            (smtp.User, smtp.Password) = ("antivirus", "wrong");
        });

        var failure = await Assert.ThrowsAsync<EmailDelayedException>(() =>
            mailer.SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));

        Assert.Contains("Email__Smtp__Password", failure.Message, StringComparison.Ordinal);
        Assert.Equal(SmtpFailure.LoginPause, failure.RetryAfter);
        Assert.DoesNotContain("wrong", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipient_that_does_not_exist_keeps_nobody_else_from_the_email()
    {
        using var server = await SmtpServer.StartAsync();
        var institution = SampleEmails.Institution();
        institution.Emails.Add("nadie@univalle.example");

        var receipt = await SmtpMailers.To(server.Port)
            .SendAsync(SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), institution)), TestContext.Current.CancellationToken);

        Assert.Equal("nadie@univalle.example: 550 No such user", Assert.Single(receipt.Refused));
        Assert.Equal(3, Assert.Single(server.Received()).Recipients.Count);
    }

    [Fact]
    public async Task No_recipient_that_exists_is_a_refusal_for_good()
    {
        using var server = await SmtpServer.StartAsync();
        var mailer = SmtpMailers.To(server.Port);
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
        var mailer = SmtpMailers.To(server.Port);
        var email = SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), institution));

        await Assert.ThrowsAsync<EmailDelayedException>(() => mailer.SendAsync(email, TestContext.Current.CancellationToken));

        Assert.Empty(server.Received());
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

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
