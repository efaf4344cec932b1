using System.Net;
using Microsoft.AspNetCore.Http;

namespace Antivirus.LocalHost.Http;

/// <summary>
/// Tells requests that are plainly of this machine from those that only arrive through it: from a reverse proxy, from a page of another
/// origin in a local browser, or under a foreign host name that points to 127.0.0.1 (DNS rebinding).
/// </summary>
public static class ThisMachine
{
    private static readonly string[] ProxyHeaders = ["Forwarded", "Via", "X-Real-IP"];
    private static readonly string[] ProxyPrefixes = ["X-Forwarded-", "X-Original-"];

    /// <summary>Whether a request may count as one of this machine's own users. Whatever is unclear counts as foreign.</summary>
    public static bool Sent(HttpRequest request) =>
        IsLoopback(request.HttpContext.Connection)
        && !IsOfOldProtocol(request)
        && IsLoopbackHost(request.Host)
        && !IsForwarded(request.Headers)
        && !IsOfAnotherPage(request);

    /// <summary>Null: a Unix socket, which only this machine can reach.</summary>
    private static bool IsLoopback(ConnectionInfo connection) =>
        (connection.RemoteIpAddress is null && connection.LocalIpAddress is null)
        || (connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
            && connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local));

    private static bool IsLoopbackHost(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>HTTP/1.0 is what nginx speaks to the server behind it where nothing else is set, with the server's own host name.</summary>
    private static bool IsOfOldProtocol(HttpRequest request) => HttpProtocol.IsHttp10(request.Protocol);

    private static bool IsForwarded(IHeaderDictionary headers)
    {
        foreach (var (name, _) in headers)
        {
            if (Array.Exists(ProxyHeaders, header => name.Equals(header, StringComparison.OrdinalIgnoreCase))
                || Array.Exists(ProxyPrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A browser names the page's origin where it writes, and says of every request whether it crosses sites.</summary>
    private static bool IsOfAnotherPage(HttpRequest request)
    {
        var own = $"{request.Scheme}://{request.Host}";
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return request.Headers.Origin.Any(origin => !own.Equals(origin, StringComparison.OrdinalIgnoreCase))
            || site is not ("" or "same-origin" or "none");
    }
}
