using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Antivirus.LocalHost.Hosting;

/// <summary>Where the host listens, and whether only this machine can reach it.</summary>
internal sealed record ListenAddresses(IReadOnlyList<string> Urls, bool FromKestrel)
{
    public const int DefaultPort = 7071;

    /// <summary><c>Kestrel__Endpoints__…</c> (for TLS), else <c>--urls</c>, else <c>--port</c> on loopback.</summary>
    public static ListenAddresses Read(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()
            .ToList();
        if (endpoints.Count > 0)
        {
            return new ListenAddresses(endpoints, FromKestrel: true);
        }

        return (configuration["urls"] ?? configuration["ASPNETCORE_URLS"]) is { Length: > 0 } urls
            ? new ListenAddresses(urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                FromKestrel: false)
            : new ListenAddresses([$"http://127.0.0.1:{ReadPort(configuration)}"], FromKestrel: false);
    }

    public IEnumerable<string> OffLoopback => Urls.Where(url => !IsLoopback(url));

    public bool LoopbackOnly => !OffLoopback.Any();

    private static int ReadPort(IConfiguration configuration)
    {
        var text = configuration["port"] ?? configuration["LocalHost:Port"];
        return text is null ? DefaultPort
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort ? port
            : throw new StartException(
                $"The port must be a number from 0 to {IPEndPoint.MaxPort}; '{text}' is none. It comes from --port or the setting " +
                "LocalHost__Port.");
    }

    private static bool IsLoopback(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            var host = address.Host.Trim('[', ']');
            return address.IsUnixPipe || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
        }
        catch (FormatException failure)
        {
            throw new StartException(
                $"'{url}' is not an address to listen on; one looks like http://127.0.0.1:7071. It comes from --urls or ASPNETCORE_URLS.",
                failure);
        }
    }
}
