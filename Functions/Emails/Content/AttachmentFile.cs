using Antivirus.Functions.Api;
using Antivirus.Functions.Institutions;

namespace Antivirus.Functions.Emails.Content;

/// <summary>In which form a report is attached.</summary>
/// <param name="MaxBytes">A larger report goes as a link only.</param>
internal sealed record AttachmentForm(EmailAttachment Kind, bool Zip, int MaxBytes)
{
    public static AttachmentForm Of(EmailOptions options, EmailAttachment kind) => new(kind, options.Zip, options.MaxAttachmentBytes);
}

/// <summary>The attached report: its name and kind, as the settings say.</summary>
internal static class AttachmentFile
{
    public static EmailFile Of(string report, ReadOnlyMemory<byte> content, AttachmentForm form) =>
        new(NameOf(report, form), form switch
        {
            { Kind: EmailAttachment.Xlsx } => ReportDownload.WorkbookType,
            { Zip: true } => "application/zip",
            _ => "text/csv; charset=utf-8",
        }, content);

    /// <param name="report">Name of the report's blob.</param>
    public static string NameOf(string report, AttachmentForm form)
    {
        // A line end in a name must never begin another header.
        var name = string.Concat(report[(report.LastIndexOf('/') + 1)..].Select(character => char.IsControl(character) ? ' ' : character));
        return form.Kind == EmailAttachment.Xlsx ? ReportDownload.WorkbookName(name) : name + (form.Zip ? ".zip" : "");
    }
}
