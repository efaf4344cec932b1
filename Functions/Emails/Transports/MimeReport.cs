using Antivirus.Functions.Emails.Content;
using MimeKit;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>The internet form of an email: what SMTP sends and what a pickup folder holds.</summary>
internal static class MimeReport
{
    public static MimeMessage From(ReportEmail email)
    {
        var message = new MimeMessage
        {
            MessageId = email.MessageId,
            Date = email.Date,
            Subject = email.Subject,
            Body = Body(email),
        };
        message.From.Add(new MailboxAddress(email.FromName, email.From));
        message.To.AddRange(email.To.Select(Address));
        message.Cc.AddRange(email.Cc.Select(Address));
        if (email.ReplyTo is { } replyTo)
        {
            message.ReplyTo.Add(Address(replyTo));
        }

        // Asks out-of-office robots not to answer (RFC 3834).
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        // Lines of 78 at most: longer ones are wrapped under way by some servers, which breaks a DKIM signature.
        message.Prepare(EncodingConstraint.SevenBit, 78);
        return message;
    }

    private static MimeEntity Body(ReportEmail email)
    {
        MimeEntity html = Text("html", email.Html);
        if (email.Logo is { } logo)
        {
            html = new MultipartRelated { html, File(logo) };
        }

        var body = new MultipartAlternative(Text("plain", email.Text), html);
        return email.Attachment is { } attachment ? new Multipart("mixed") { body, File(attachment) } : body;
    }

    private static TextPart Text(string subtype, string text) =>
        new(subtype) { Text = text, ContentTransferEncoding = ContentEncoding.QuotedPrintable };

    private static MimePart File(EmailFile file)
    {
        var part = Part(file);
        // The name stands twice: RFC 2231 in the disposition, and for older programs RFC 2047 in the type.
        if (part.ContentType.Parameters.TryGetValue("name", out Parameter? name) && name is not null)
        {
            name.EncodingMethod = ParameterEncodingMethod.Rfc2047;
        }

        return part;
    }

    private static MimePart Part(EmailFile file) => new(ContentType.Parse(file.ContentType))
    {
        Content = new MimeContent(new MemoryStream(file.Content.ToArray(), writable: false)),
        ContentId = file.ContentId,
        ContentDisposition = new ContentDisposition(file.ContentId is null ? ContentDisposition.Attachment : ContentDisposition.Inline),
        ContentTransferEncoding = ContentEncoding.Base64,
        FileName = file.Name,
    };

    private static MailboxAddress Address(string address) => MailboxAddress.Parse(address);
}
