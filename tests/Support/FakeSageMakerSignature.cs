using System.Security.Cryptography;
using System.Text;

namespace Antivirus.Support;

/// <summary>Signature Version 4 read from AWS's description, and sharing nothing with what it checks.</summary>
internal static class FakeSageMakerSignature
{
    public static bool IsRight(FakeInvocation call, string region, string secretKey)
    {
        if (!call.Headers.TryGetValue("authorization", out var authorization) || !call.Headers.TryGetValue("x-amz-date", out var time))
        {
            return false;
        }

        // AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…
        var parts = authorization.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        var scope = $"{time[..8]}/{region}/sagemaker/aws4_request";
        var signed = parts[2]["SignedHeaders=".Length..];
        return parts[0] == "AWS4-HMAC-SHA256"
            && parts[1] == $"Credential={FakeSageMakerEndpoint.AccessKey}/{scope}"
            && MustBeSigned(call).All(signed.Split(';').Contains)
            && parts[3] == "Signature="
                + Sign(secretKey, scope, $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hex(SHA256.HashData(Canonical(call, signed)))}");
    }

    private static IEnumerable<string> MustBeSigned(FakeInvocation call) =>
        call.Headers.Keys.Where(name => name is "host" or "content-type" || name.StartsWith("x-amz", StringComparison.Ordinal));

    private static byte[] Canonical(FakeInvocation call, string signed)
    {
        var question = call.Target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? call.Target : call.Target[..question];
        var query = question < 0 ? [] : call.Target[(question + 1)..].Split('&').Order(StringComparer.Ordinal).ToArray();
        var headers = signed.Split(';').Select(name => $"{name}:{call.Headers[name].Trim()}\n");
        // What is escaped in the path is escaped again.
        var hash = Hex(SHA256.HashData(call.Body));
        var text = $"{call.Method}\n{Escape(path)}\n{string.Join('&', query)}\n{string.Concat(headers)}\n{signed}\n{hash}";
        return Encoding.UTF8.GetBytes(text);
    }

    private static string Escape(string path)
    {
        var escaped = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(path))
        {
            _ = char.IsAsciiLetterOrDigit((char)octet) || "-._~/".Contains((char)octet, StringComparison.Ordinal)
                ? escaped.Append((char)octet)
                : escaped.Append('%').Append(octet.ToString("X2", null));
        }

        return escaped.ToString();
    }

    private static string Sign(string secretKey, string scope, string text)
    {
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secretKey), (parent, part) =>
            HMACSHA256.HashData(parent, Encoding.UTF8.GetBytes(part)));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
