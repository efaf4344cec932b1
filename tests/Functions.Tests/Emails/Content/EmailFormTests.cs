using System.Net;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Emails.Content;

/// <summary>The form of every email: its identity, its logo, and that no value becomes markup or a header.</summary>
public sealed class EmailFormTests
{
    [Fact]
    public void A_report_that_is_too_large_goes_as_a_link_and_says_so()
    {
        var email = SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run()) with
        {
            Content =
            SampleEmails.Content() with { Bytes = 30_000_000, Attachment = null }
        });

        Assert.Null(email.Attachment);
        Assert.Contains("demasiado grande para ir adjunto (30,0\u00A0MB)", email.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Va adjunto", email.Text, StringComparison.Ordinal);
        Assert.Contains(SampleEmails.Link.Url.AbsoluteUri, email.Text, StringComparison.Ordinal);
        Assert.Contains(SampleEmails.Link.Url.AbsoluteUri, WebUtility.HtmlDecode(email.Html), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert('x')</script> & \"Cía\"")]
    [InlineData("{{link}} {{#attached}}")]
    public void Names_stay_text_in_html(string name)
    {
        var email = SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), SampleEmails.Institution(name: name),
            $"univalle/{name}/reporte_{name}.csv"));

        Assert.DoesNotContain("<script", email.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(WebUtility.HtmlEncode(name), email.Html, StringComparison.Ordinal);
        Assert.Contains(name, email.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_end_in_a_name_begins_no_header()
    {
        var institution = SampleEmails.Institution(name: "Valle\r\nBcc: x@evil.example");
        var email = SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), institution,
            "univalle/a\r\nBcc: x@evil.example/reporte_\r\nX-Evil: 1.csv"));
        using var message = MimeReport.From(email);

        Assert.DoesNotContain('\n', email.Subject);
        Assert.DoesNotContain('\n', email.Attachment!.Name);
        Assert.Empty(message.Bcc);
        Assert.DoesNotContain(message.Headers, header => header.Field is "X-Evil" or "Bcc");
    }

    [Fact]
    public void The_same_report_version_and_recipients_give_the_same_message_id_and_others_another()
    {
        var first = SampleEmails.Compose();
        var again = SampleEmails.Compose();
        var newVersion = SampleEmails.Compose(
            SampleEmails.Subject(SampleEmails.Run()) with { Content = SampleEmails.Content() with { ETag = new Azure.ETag("\"0x2\"") } });
        var others = SampleEmails.Institution();
        others.Emails.Add("otra@univalle.example");

        Assert.Equal(first.MessageId, again.MessageId);
        Assert.NotEqual(first.MessageId, newVersion.MessageId);
        Assert.NotEqual(first.MessageId, SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), others)).MessageId);
        Assert.EndsWith("@univalle.example", first.MessageId, StringComparison.Ordinal);
    }

    [Fact]
    public void The_html_loads_nothing_from_anywhere()
    {
        var html = SampleEmails.Compose().Html;

        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.Equal(1, html.Split("http").Length - 1);
    }

    [Fact]
    public void An_institutions_logo_goes_along_inside_the_email()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("logo.png"), SampleEmails.Png);
        var institution = SampleEmails.Institution();
        institution.Logo = folder.File("logo.png");

        var email = SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), institution));

        Assert.Contains($"cid:{email.Logo!.ContentId}", email.Html, StringComparison.Ordinal);
        Assert.Equal(("logo.png", "image/png"), (email.Logo.Name, email.Logo.ContentType));
        Assert.Equal(SampleEmails.Png, email.Logo.Content.ToArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("<svg/>")]
    public void A_logo_that_is_lost_after_the_start_keeps_no_email_from_leaving(string? content)
    {
        using var folder = new TemporaryFolder();
        var institution = SampleEmails.Institution();
        institution.Logo = folder.File("logo.png");
        if (content is not null)
        {
            File.WriteAllText(institution.Logo, content);
        }

        var email = SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), institution));

        Assert.Null(email.Logo);
        Assert.DoesNotContain("<img", email.Html, StringComparison.Ordinal);
    }
}
