using Antivirus.Functions.Api;

namespace Antivirus.Functions.Emails.Content;

/// <summary>The attached report: its name and kind, as the settings say.</summary>
internal static class AttachmentFile
{
    public static EmailFile Of(string report, ReadOnlyMemory<byte> content, EmailOptions options) =>
        new(NameOf(report, options), options switch
        {
            { Attachment: EmailAttachment.Xlsx } => ReportDownload.WorkbookType,
            { Zip: true } => "application/zip",
            _ => "text/csv; charset=utf-8",
        }, content);

    /// <param name="report">Name of the report's blob.</param>
    public static string NameOf(string report, EmailOptions options)
    {
        // A line end in a name must never begin another header.
        var name = string.Concat(report[(report.LastIndexOf('/') + 1)..].Select(character => char.IsControl(character) ? ' ' : character));
        return options.Attachment == EmailAttachment.Xlsx ? ReportDownload.WorkbookName(name) : name + (options.Zip ? ".zip" : "");
    }
}
