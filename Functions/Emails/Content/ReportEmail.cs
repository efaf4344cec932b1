namespace Antivirus.Functions.Emails.Content;

/// <summary>One email, whole, before it is put into any provider's form; all transports send this and nothing else.</summary>
internal sealed record ReportEmail
{
    /// <summary>Name of the report's blob.</summary>
    public required string Report { get; init; }

    /// <summary>The same for the same report, version and recipients, so that a repeat is recognisable.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>The sender's address.</summary>
    public required string From { get; init; }

    public required string FromName { get; init; }

    public required IReadOnlyList<string> To { get; init; }

    public IReadOnlyList<string> Cc { get; init; } = [];

    public string? ReplyTo { get; init; }

    /// <summary>One line, without control characters.</summary>
    public required string Subject { get; init; }

    public required string Text { get; init; }

    /// <summary>The same content as <see cref="Text"/>; all values in it are encoded.</summary>
    public required string Html { get; init; }

    /// <summary>The report; null when it is too large and goes as a link only.</summary>
    public EmailFile? Attachment { get; init; }

    /// <summary>The institution's logo, shown in place by its <see cref="EmailFile.ContentId"/>.</summary>
    public EmailFile? Logo { get; init; }

    public required DateTimeOffset Date { get; init; }

    /// <summary>The <c>Message-ID</c> without its brackets.</summary>
    public string MessageId => $"{OperationId:N}@{From[(From.LastIndexOf('@') + 1)..]}";
}

/// <summary>A file within an email.</summary>
/// <param name="ContentId">Name by which the HTML shows it in place; null for an attachment.</param>
internal sealed record EmailFile(string Name, string ContentType, ReadOnlyMemory<byte> Content, string? ContentId = null);
