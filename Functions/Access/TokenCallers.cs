using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Antivirus.Functions.Access;

/// <summary>Knows a caller by a bearer token of the configured issuer, whose keys are fetched once, cached, and fetched anew when they
/// rotate.</summary>
internal sealed class TokenCallers : IDisposable
{
    private const string Scheme = "Bearer ";
    private const int MaxNameLength = 100;

    /// <summary>
    /// Keys that nobody knows have the issuer asked again, but no sooner than this. By the library's five minutes
    /// a stranger's token just before a rotation would keep everybody out for that long.
    /// </summary>
    private static readonly TimeSpan FetchAgainAfter = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false };
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _issuer;
    private readonly TokenValidationParameters _parameters;
    private readonly string _institutionClaim;
    private readonly string _roleClaim;

    public TokenCallers(IOptions<AuthOptions> options)
    {
        var authority = options.Value.Authority ?? throw new InvalidOperationException("Auth__Authority is not set.");
        _institutionClaim = options.Value.InstitutionClaim;
        _roleClaim = options.Value.RoleClaim;
        _issuer = new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{authority.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_http) { RequireHttps = !authority.IsLoopback })
        {
            RefreshInterval = FetchAgainAfter,
        };
        _parameters = new TokenValidationParameters
        {
            ConfigurationManager = _issuer,
            ValidAudience = options.Value.Audience,
            // Signatures by a private key only: with a shared secret, whoever may check a token could also make one.
            ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
            ClockSkew = TimeSpan.FromMinutes(1),
        };
    }

    /// <summary>The caller; null when no valid token was shown. One without the institution's claim may act for none.</summary>
    /// <exception cref="IssuerUnavailableException">The issuer's keys could not be fetched.</exception>
    public async Task<Caller?> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var shown = request.Headers.Authorization.FirstOrDefault() ?? "";
        if (!shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        await RequireIssuerAsync(cancellationToken);
        var result = await _tokens.ValidateTokenAsync(shown[Scheme.Length..].Trim(), _parameters);
        if (!result.IsValid)
        {
            return null;
        }

        var name = result.ClaimsIdentity.FindFirst(JwtRegisteredClaimNames.Sub)?.Value ?? "token";
        var roles = RolesOf(result.ClaimsIdentity);
        var institutions = result.ClaimsIdentity.FindAll(_institutionClaim).Select(claim => claim.Value).Distinct(StringComparer.Ordinal);
        return new Caller(name[..Math.Min(name.Length, MaxNameLength)],
            institutions.ToDictionary(ies => ies, _ => roles, StringComparer.Ordinal));
    }

    /// <summary>All where no claim is set; else those that the token names, and none where it names none.</summary>
    private Roles RolesOf(ClaimsIdentity identity) => _roleClaim.Length == 0 ? RoleRules.All
        : identity.FindAll(_roleClaim).Aggregate(Roles.None, (roles, claim) => roles | RoleRules.Parse(claim.Value));

    public void Dispose() => _http.Dispose();

    private async Task RequireIssuerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _issuer.GetConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException failure)
        {
            throw new IssuerUnavailableException(failure);
        }
    }
}
