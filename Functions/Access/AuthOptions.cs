using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Access;

/// <summary>What a caller shows to be let in.</summary>
internal enum AuthMode
{
    /// <summary>A key of an institution.</summary>
    Keys,

    /// <summary>A bearer token of an OpenID Connect issuer.</summary>
    Oidc,
}

/// <summary>Who may call: settings <c>Auth__…</c>.</summary>
internal sealed class AuthOptions
{
    public const string Section = "Auth";

    public AuthMode Mode { get; set; }

    /// <summary>With <see cref="AuthMode.Oidc"/>: address of the issuer, under which <c>.well-known/openid-configuration</c> lies; https,
    /// or http on a loopback address.</summary>
    public Uri? Authority { get; set; }

    /// <summary>With <see cref="AuthMode.Oidc"/>: the audience that a token must be for.</summary>
    public string Audience { get; set; } = "";

    /// <summary>With <see cref="AuthMode.Oidc"/>: the claim that holds the codes of the caller's institutions, one value each.</summary>
    public string InstitutionClaim { get; set; } = "";

    /// <summary>With <see cref="AuthMode.Oidc"/>: the claim that holds the caller's roles, one value each; without it everyone may do
    /// all.</summary>
    public string RoleClaim { get; set; } = "";

    /// <summary>With <see cref="AuthMode.Oidc"/>: the client that the page is registered as with the issuer; without it the page cannot
    /// sign in.</summary>
    public string PageClientId { get; set; } = "";

    /// <summary>With <see cref="AuthMode.Oidc"/>: what the page asks the issuer for, separated by spaces.</summary>
    public string PageScope { get; set; } = "openid";

    /// <summary>Keys of each institution, as <c>Training keys new</c> prints them: settings <c>Auth__Keys__{ies}__0</c>.</summary>
    public Dictionary<string, List<string>> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether callers on this machine's loopback address need no key while none is set; never heeded on Azure.</summary>
    public bool OpenOnLoopback { get; set; } = true;

    /// <summary>Whether callers reach the app directly. Set in code: under the Functions host every request comes from loopback.</summary>
    internal bool SeesCallers { get; set; }

    /// <summary>Calls that one caller at one address may make in a minute.</summary>
    public int CallsPerMinute { get; set; } = 30_000;

    /// <summary>Header in which a front door names the caller's address, as <c>x-azure-clientip</c>; empty where callers can send it
    /// themselves.</summary>
    public string ClientAddressHeader { get; set; } = "";

    /// <summary>Pause before a refused key is answered, in milliseconds: guessing must be slow.</summary>
    public int RefusalMilliseconds { get; set; } = 500;
}

/// <summary>Stops the host on a key that could never open anything.</summary>
internal sealed class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        var failures = options.Keys
            .SelectMany(institution =>
                institution.Value.Select((key, index) => (Setting: $"Auth__Keys__{institution.Key}__{index}", Key: key)))
            .Where(entry => !AccessKey.TryParse(entry.Key, out _))
            .Select(entry => $"{entry.Setting} is not a key of the form name|salt|hash|expiry, or name|salt|hash|expiry|role with " +
                $"the role {string.Join(", ", RoleRules.AllWords)}; 'Training keys new' prints one.")
            .ToList();
        failures.AddRange(options.Mode == AuthMode.Oidc ? FailuresOfOidc(options) : []);
        if (options.CallsPerMinute < 1)
        {
            failures.Add("Auth__CallsPerMinute must be at least 1.");
        }

        if (options.RefusalMilliseconds is < 0 or > 10_000)
        {
            failures.Add("Auth__RefusalMilliseconds must be from 0 to 10000.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> FailuresOfOidc(AuthOptions options)
    {
        if (options.Authority is not { IsAbsoluteUri: true } authority
            || !(authority.Scheme == "https" || (authority.Scheme == "http" && authority.IsLoopback)))
        {
            yield return "Auth__Authority must be the issuer's https address (http on a loopback address only) when Auth__Mode is Oidc.";
        }

        if (options.Audience.Length == 0)
        {
            yield return "Auth__Audience must name the audience of the tokens when Auth__Mode is Oidc.";
        }

        if (options.InstitutionClaim.Length == 0)
        {
            yield return "Auth__InstitutionClaim must name the claim that holds the institution's code when Auth__Mode is Oidc.";
        }

        if (options.Keys.Count > 0)
        {
            yield return "Auth__Keys__… are not heeded when Auth__Mode is Oidc: remove them, or set Auth__Mode to Keys.";
        }
    }
}
