using Antivirus.Functions.Emails.Content;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>An email in the form that Azure Communication Services takes, without its package's types.</summary>
internal sealed record AcsMessage
{
    public required Guid OperationId { get; init; }

    public required string Sender { get; init; }

    public required IReadOnlyList<string> To { get; init; }

    public required IReadOnlyList<string> Cc { get; init; }

    public required IReadOnlyList<string> ReplyTo { get; init; }

    public required string Subject { get; init; }

    public required string PlainText { get; init; }

    public required string Html { get; init; }

    public required IReadOnlyList<EmailFile> Attachments { get; init; }

    public static AcsMessage From(ReportEmail email) => new()
    {
        OperationId = email.OperationId,
        Sender = email.From,
        To = email.To,
        Cc = email.Cc,
        ReplyTo = email.ReplyTo is { } replyTo ? [replyTo] : [],
        Subject = email.Subject,
        PlainText = email.Text,
        Html = email.Html,
        Attachments = ((EmailFile?[])[email.Attachment, email.Logo]).OfType<EmailFile>().ToList(),
    };
}
