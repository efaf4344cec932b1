using System.Net;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Access;

/// <summary>Where a request comes from, as calls are counted by it.</summary>
internal static class ClientAddress
{
    /// <param name="header">Header in which a front door names the caller's address; none is believed when empty.</param>
    /// <returns>The address in the header where it holds exactly one, else the address that the connection comes from.</returns>
    public static string Of(HttpRequest request, string header) =>
        header.Length > 0 && IPAddress.TryParse(request.Headers[header].ToString(), out var named)
            ? named.ToString()
            : request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "local";
}
