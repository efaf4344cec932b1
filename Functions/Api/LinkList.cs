using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Antivirus.Blobs;
using Antivirus.Functions.Runs;
using Antivirus.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Api;

/// <summary>The files of one institution in one container, newest first, each with a link.</summary>
internal sealed class LinkList(DownloadLinks links, SharedListings listings, IOptions<ApiOptions> options)
{
    /// <param name="max">At most so many; all when null.</param>
    /// <param name="continuation">What an earlier page gave; the first page when null.</param>
    public async Task<LinksAnswer> ListAsync(BlobContainerClient container, string iesCode, int? max, string? continuation,
        CancellationToken cancellationToken)
    {
        var blobs = await listings.GetAsync($"{container.Name}/{iesCode}", () => FindAsync(container, iesCode), cancellationToken);
        var start = continuation is null ? 0 : StartOf(blobs, continuation);
        var page = blobs.Skip(start).Take(max ?? int.MaxValue).ToList();
        var entries = new List<LinkEntry>(page.Count);
        foreach (var blob in page)
        {
            entries.Add(await DescribeAsync(container.GetBlobClient(blob.Name), blob, iesCode, cancellationToken));
        }

        return new LinksAnswer(200, "\"Urls creadas!\"", entries)
        {
            Continuation = start + page.Count < blobs.Count ? Mark(page[^1]) : null,
        };
    }

    private static async Task<IReadOnlyList<BlobItem>> FindAsync(BlobContainerClient container, string iesCode)
    {
        var found = new List<BlobItem>();
        await foreach (var blob in BlobListing.ListAsync(container, BlobTraits.None, iesCode + "/", [], CancellationToken.None))
        {
            if (FileNames.IsListed(blob.Name))
            {
                found.Add(blob);
            }
        }

        found.Sort(NewestFirst);
        return found;
    }

    private static int NewestFirst(BlobItem left, BlobItem right)
    {
        var byDate = Nullable.Compare(right.Properties.LastModified, left.Properties.LastModified);
        return byDate != 0 ? byDate : string.CompareOrdinal(left.Name, right.Name);
    }

    private async ValueTask<LinkEntry> DescribeAsync(BlobClient client, BlobItem blob, string iesCode, CancellationToken cancellationToken)
    {
        var link = await links.CreateAsync(client, TimeSpan.FromSeconds(options.Value.LinkSeconds), cancellationToken);
        var date = blob.Properties.LastModified!.Value.UtcDateTime.ToString("yyyy MM dd HH:mm:ss", CultureInfo.InvariantCulture);
        return new LinkEntry(link.Url.AbsoluteUri, blob.Name[(iesCode.Length + 1)..], date);
    }

    /// <summary>A page ends at a blob: its date and name, so that newer reports in between change nothing.</summary>
    private static string Mark(BlobItem last) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{last.Properties.LastModified!.Value.UtcTicks}|{last.Name}"));

    private static int StartOf(IReadOnlyList<BlobItem> blobs, string continuation)
    {
        var bytes = new byte[continuation.Length];
        var parts = Base64Url.IsValid(continuation) && Base64Url.TryDecodeFromChars(continuation, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split('|', 2)
            : [];
        if (parts.Length != 2 || !long.TryParse(parts[0], CultureInfo.InvariantCulture, out var ticks))
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "continuation no viene de una respuesta anterior.");
        }

        return blobs.TakeWhile(blob => !IsAfter(blob, ticks, parts[1])).Count();
    }

    private static bool IsAfter(BlobItem blob, long ticks, string name)
    {
        var own = blob.Properties.LastModified!.Value.UtcTicks;
        return own < ticks || (own == ticks && string.CompareOrdinal(blob.Name, name) > 0);
    }
}
