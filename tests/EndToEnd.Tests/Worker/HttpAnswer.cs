using System.Text.RegularExpressions;

namespace Antivirus.EndToEnd.Tests.Worker;

/// <summary>An answer over HTTP without what differs from host to host and from call to call: times, ports, signatures, and marks of pages, which hold a time.</summary>
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
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new HttpAnswer((int)response.StatusCode, Volatile().Replace(string.Join('\n', headers), NameOf), Volatile().Replace(body, NameOf));
    }

    private static string NameOf(Match match) => $"<{match.Groups.Values.Last(group => group.Success).Name}>";

    [GeneratedRegex("""(?<time>\d{4}[- ]\d\d[- ]\d\d[T ]\d\d(:|%3A)\d\d(:|%3A)\d\d(\.\d+)?(Z|\+00:00)?)|(?<port>(?<=127\.0\.0\.1:)\d+)|(?<signature>(?<=[?&]sig=)[^&"]+)|(?<mark>(?<="continuation":")[^"]+)|(?<milliseconds>\d{13}(?=\.csv))""", RegexOptions.ExplicitCapture)]
    private static partial Regex Volatile();
}
