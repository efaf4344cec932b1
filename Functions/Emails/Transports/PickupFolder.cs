using Antivirus.Model.Erasure;
using Antivirus.Storage.Emails;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>The <c>.eml</c> files that the pickup transport left on this machine.</summary>
internal sealed class PickupFolder(IOptions<EmailOptions> options) : IEmailCopies
{
    /// <summary>Header with the percent-encoded name of the report's blob, by which an email is found again.</summary>
    public const string ReportHeader = "X-Antivirus-Report";

    public TimeSpan ClaimTime => options.Value.ClaimTime;

    public async Task<int> DeleteAsync(string report, CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var file in Files())
        {
            if (await ReportOfAsync(file, cancellationToken) == report)
            {
                File.Delete(file);
                deleted++;
            }
        }

        return deleted;
    }

    public async Task<int> DeleteMentionsAsync(string iesCode, string id, CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var file in Files())
        {
            if ((await ReportOfAsync(file, cancellationToken))?.StartsWith($"{iesCode}/", StringComparison.Ordinal) == true
                && await MentionsAsync(file, id, cancellationToken))
            {
                File.Delete(file);
                deleted++;
            }
        }

        return deleted;
    }

    private static async Task<bool> MentionsAsync(string file, string id, CancellationToken cancellationToken)
    {
        using var message = await MimeMessage.LoadAsync(file, cancellationToken);
        foreach (var part in message.BodyParts.OfType<MimePart>().Where(part => part.Content is not null))
        {
            using var content = new MemoryStream();
            await part.Content!.DecodeToAsync(content, cancellationToken);
            content.Position = 0;
            if (await StudentMention.IsInAsync(content, id, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<string> Files() =>
        Directory.Exists(options.Value.PickupFolder) ? Directory.EnumerateFiles(options.Value.PickupFolder, "*.eml") : [];

    /// <summary>The report that an email is about; null for a file of somebody else.</summary>
    private static async Task<string?> ReportOfAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = File.OpenRead(file);
            var headers = await HeaderList.LoadAsync(content, cancellationToken);
            // A long header is folded, and its folds are read as blanks.
            return headers[ReportHeader] is { } report ? Uri.UnescapeDataString(report.Replace(" ", "", StringComparison.Ordinal)) : null;
        }
        catch (Exception failure) when (failure is FormatException or FileNotFoundException)
        {
            return null;
        }
    }
}
