using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace Antivirus.Model.Scoring.SageMaker;

/// <summary>Signs requests with AWS Signature Version 4: the canonical request is made here, hash, key and signature by the AWS
/// library.</summary>
internal sealed class RequestSigner(string region, string service)
{
    /// <summary>Adds date, session token and signature; every header that the request already has is signed.</summary>
    /// <param name="bodyHash">SHA-256 of the body, lower-case hex.</param>
    public void Sign(HttpRequestMessage request, string bodyHash, ImmutableCredentials credentials, DateTimeOffset now)
    {
        var url = request.RequestUri ?? throw new ArgumentException("A request without address cannot be signed.", nameof(request));
        request.Headers.Host = url.IsDefaultPort ? url.IdnHost : $"{url.IdnHost}:{url.Port}";
        request.Headers.Add("X-Amz-Date", now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        if (credentials.UseToken)
        {
            request.Headers.Add("X-Amz-Security-Token", credentials.Token);
        }

        var headers = CanonicalHeaders(request);
        var signedHeaders = string.Join(';', headers.Keys);
        var canonicalRequest = string.Join('\n',
        [
            request.Method.Method,
            CanonicalPath(url),
            CanonicalQuery(url),
            .. headers.Select(header => $"{header.Key}:{header.Value}"),
            "",
            signedHeaders,
            bodyHash,
        ]);
        // It sits in an Internal namespace of the package: the tests pin it with AWS's published vector.
        var signature = AWS4Signer.ComputeSignature(credentials, region, now.UtcDateTime, service, signedHeaders, canonicalRequest);
        request.Headers.TryAddWithoutValidation("Authorization", signature.ForAuthorizationHeader);
    }

    private static SortedDictionary<string, string> CanonicalHeaders(HttpRequestMessage request)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string,
            IEnumerable<string>>>()))
        {
            // The HTTP layer sets the length itself.
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                headers[name.ToLowerInvariant()] = string.Join(',', values.Select(CollapseBlanks));
            }
        }

        return headers;
    }

    private static string CollapseBlanks(string value) =>
        string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    // Every service but S3 wants the path, which is already escaped in the address, escaped once more.
    private static string CanonicalPath(Uri url) =>
        string.Join('/', url.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string CanonicalQuery(Uri url)
    {
        var pairs = url.Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (Name: Normalize(pair[0]), Value: pair.Length == 2 ? Normalize(pair[1]) : ""))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal);
        return string.Join('&', pairs.Select(pair => $"{pair.Name}={pair.Value}"));
    }

    private static string Normalize(string escaped) => Uri.EscapeDataString(Uri.UnescapeDataString(escaped));
}
