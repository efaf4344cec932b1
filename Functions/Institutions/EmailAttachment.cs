namespace Antivirus.Functions.Institutions;

/// <summary>What of the report is attached.</summary>
internal enum EmailAttachment
{
    /// <summary>The report as it is stored.</summary>
    Csv,

    /// <summary>An Excel workbook, with the rejected rows as its second sheet.</summary>
    Xlsx,

    /// <summary>Nothing: the email holds the link only.</summary>
    None,
}

/// <summary>What is attached where an institution has no choice of its own: the setting <c>Email__Attachment</c>.</summary>
internal sealed record DefaultAttachment(EmailAttachment Kind);
