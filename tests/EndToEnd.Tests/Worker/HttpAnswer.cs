using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Antivirus.EndToEnd.Tests.Worker;

/// <summary>An answer over HTTP without what differs from host to host and from call to call: times, ports, signatures, and marks of pages,
/// which hold a time.</summary>
/// <param name="Headers">In order of their names, one per line.</param>
internal sealed partial record HttpAnswer(int Status, string Headers, string Body)
{
    /// <summary>How the answer travels, not what it says. The length follows from the body, which is compared.</summary>
    private static readonly string[] Transport = ["Date", "Server", "Connection", "Transfer-Encoding", "Content-Length"];

    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => !Transport.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .Select(header => $"{header.Key.ToLowerInvariant()}: {string.Join(", ", header.Value)}");
        var body = response.Content.Headers.ContentType?.MediaType?.EndsWith("spreadsheetml.sheet", StringComparison.Ordinal) == true
            ? await ReadWorkbookAsync(response.Content)
            : await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new HttpAnswer((int)response.StatusCode, Volatile().Replace(string.Join('\n', headers), NameOf), Volatile()
            .Replace(body, NameOf));
    }

    /// <summary>A workbook's parts one after another: the archive around them holds the time.</summary>
    private static async Task<string> ReadWorkbookAsync(HttpContent content)
    {
        using var archive = new ZipArchive(await content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var parts = new StringBuilder();
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            parts.Append(entry.FullName).Append('\n').Append(await reader.ReadToEndAsync(TestContext.Current.CancellationToken))
                .Append('\n');
        }

        return parts.ToString();
    }

    private static string NameOf(Match match) => $"<{match.Groups.Values.Last(group => group.Success).Name}>";

    [GeneratedRegex(
        """
        (?<time>\d{4}[-\ ]\d\d[-\ ]\d\d[T\ ]\d\d(:|%3A)\d\d(:|%3A)\d\d(\.\d+)?(Z|\+00:00)?)
        |(?<port>(?<=127\.0\.0\.1:)\d+)
        |(?<signature>(?<=[?&]sig=)[^&"]+)
        |(?<mark>(?<="continuation":")[^"]+)
        |(?<milliseconds>\d{13}(?=\.csv))
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Volatile();
}
