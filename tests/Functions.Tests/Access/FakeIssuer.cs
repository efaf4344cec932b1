using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Antivirus.Functions.Tests.Access;

/// <summary>An OpenID Connect issuer on loopback: says where its keys are, gives them, and signs tokens.</summary>
internal sealed class FakeIssuer : IAsyncDisposable
{
    public const string Audience = "antivirus";
    public const string InstitutionClaim = "u_prefix";

    public const string RoleClaim = "roles";

    private readonly WebApplication _app;
    private RsaSecurityKey _key = NewKey("first");

    private FakeIssuer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public static async Task<FakeIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var issuer = new FakeIssuer(builder.Build());
        issuer._app.MapGet("/.well-known/openid-configuration", () =>
            Results.Json(new { issuer = issuer.Url, jwks_uri = $"{issuer.Url}/keys" }));
        issuer._app.MapGet("/keys", () => Results.Json(new { keys = new[] { issuer.PublicKey() } }));
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>Signs with another key from now on, and gives that one only.</summary>
    public void Rotate() => _key = NewKey("second");

    /// <summary>A token for these institutions, right in all that is not said otherwise.</summary>
    public string Sign(string[] institutions, string? audience = null, string? issuer = null, TimeSpan? age = null, bool byStranger = false,
        string[]? roles = null)
    {
        var issued = DateTime.UtcNow - (age ?? TimeSpan.Zero);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Url,
            Audience = audience ?? Audience,
            IssuedAt = issued,
            NotBefore = issued,
            Expires = issued.AddMinutes(30),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = "consejera-7",
                [InstitutionClaim] = institutions,
                [RoleClaim] = roles ?? [],
            },
            SigningCredentials = new SigningCredentials(byStranger ? NewKey(_key.KeyId) : _key, SecurityAlgorithms.RsaSha256),
        });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static RsaSecurityKey NewKey(string id) => new(RSA.Create(2048)) { KeyId = id };

    private object PublicKey()
    {
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(
            new RsaSecurityKey(_key.Rsa.ExportParameters(includePrivateParameters: false)) { KeyId = _key.KeyId });
        return new { kty = key.Kty, use = "sig", kid = key.Kid, n = key.N, e = key.E };
    }
}
