using Antivirus.Functions.Emails.Content;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>Leaves emails as <c>.eml</c> files in a folder; a repeat of an email takes the place of the first.</summary>
internal sealed class PickupMailer(IOptions<EmailOptions> options) : IReportMailer
{
    public async Task<EmailReceipt> SendAsync(ReportEmail email, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.Value.PickupFolder);
        var path = Path.Combine(folder, $"{email.OperationId:N}.eml");
        var part = path + ".part";
        try
        {
            Directory.CreateDirectory(folder);
            await WriteAsync(email, part, path, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EmailDelayedException($"The email could not be written to the pickup folder (Email__PickupFolder): {failure.Message}",
                failure);
        }

        return new EmailReceipt(Path.GetFileName(path), []);
    }

    /// <summary>Writes beside and renames, so that a reader of the folder never sees half an email.</summary>
    private static async Task WriteAsync(ReportEmail email, string part, string path, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(email, part, cancellationToken);
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>The email may hold the whole report: nobody but the app's own user reads it.</summary>
    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static async Task WriteAsync(ReportEmail email, string path, CancellationToken cancellationToken)
    {
        using var message = MimeReport.From(email);
        message.Headers.Add(PickupFolder.ReportHeader, Uri.EscapeDataString(email.Report));
        await using var file = new FileStream(path, Private());
        await message.WriteToAsync(file, cancellationToken);
        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
    }
}
