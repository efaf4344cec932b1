using System.Security.Cryptography;
using System.Text;
using Antivirus.LocalHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost.Http;

/// <summary>Lets in who has a key, as the Functions host does; without keys only where that was found safe at start.</summary>
internal sealed class FunctionKeyAuthorizer(IOptions<LocalHostOptions> options)
{
    public const string Header = "x-functions-key";
    public const string Query = "code";
    public const string Master = "_master";

    // Hashes have one length, so that a comparison tells nothing about the key's.
    private readonly (bool Master, byte[] Hash)[] _keys =
        [.. options.Value.FunctionKeys.Select(key => (key.Key == Master, Hash(key.Value)))];

    public bool HasKeys => _keys.Length > 0;

    public bool Allows(AuthorizationLevel level, HttpContext context)
    {
        // A browser's preflight cannot carry a key; only functions that list "options" get here with one.
        if (level == AuthorizationLevel.Anonymous || HttpMethods.IsOptions(context.Request.Method))
        {
            return true;
        }

        var masterOnly = level is AuthorizationLevel.Admin or AuthorizationLevel.System;
        if (!HasKeys)
        {
            return (options.Value.AuthorizedByApp && !masterOnly) || ThisMachine.Sent(context.Request);
        }

        return Presented(context.Request) is { Length: > 0 } key && Knows(Hash(key), masterOnly);
    }

    private bool Knows(byte[] hash, bool masterOnly)
    {
        var known = false;
        foreach (var key in _keys)
        {
            known |= CryptographicOperations.FixedTimeEquals(key.Hash, hash) & (key.Master | !masterOnly);
        }

        return known;
    }

    private static string? Presented(HttpRequest request) =>
        request.Headers.TryGetValue(Header, out var header) ? header.ToString() : request.Query[Query].ToString();

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
