using Antivirus.LocalHost.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Access;

/// <summary>Says who a request is from, by the key or the token that it shows.</summary>
internal sealed partial class CallerPolicy : IHostedService, IDisposable
{
    private readonly TokenCallers? _tokens;
    private readonly List<(string Ies, AccessKey Key)> _keys;
    private readonly bool _isOpen;
    private readonly TimeProvider _clock;
    private readonly ILogger<CallerPolicy> _logger;

    public CallerPolicy(IOptions<AuthOptions> options, TimeProvider clock, ILogger<CallerPolicy> logger)
    {
        _clock = clock;
        _logger = logger;
        _keys = [.. Parse(options.Value)];
        _tokens = options.Value.Mode == AuthMode.Oidc ? new TokenCallers(options) : null;
        _isOpen = options.Value.SeesCallers && options.Value.OpenOnLoopback && _keys.Count == 0 && _tokens is null;
    }

    /// <summary>What a caller who showed nothing valid is told, in Spanish.</summary>
    public string Expected => _tokens is null
        ? "Falta una clave válida: envíela en la cabecera x-api-key."
        : "Falta un token válido: envíelo en la cabecera Authorization, tras la palabra Bearer.";

    /// <summary>How a caller shows who it is, as RFC 9110 has a refusal name it.</summary>
    public string Challenge => _tokens is null ? "ApiKey realm=\"antivirus\"" : "Bearer realm=\"antivirus\"";

    /// <summary>Whether a request needs no key: one of this machine, while no key is set.</summary>
    public bool IsOpenTo(HttpRequest request) => _isOpen && ThisMachine.Sent(request);

    /// <summary>The caller; null when no valid key or token was shown.</summary>
    /// <exception cref="IssuerUnavailableException">The tokens' issuer does not answer.</exception>
    public async Task<Caller?> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (IsOpenTo(request))
        {
            return new Caller("loopback", null);
        }

        return _tokens is null ? FindByKey(request) : await _tokens.FindAsync(request, cancellationToken);
    }

    public void Dispose() => _tokens?.Dispose();

    private Caller? FindByKey(HttpRequest request)
    {
        var shown = request.Headers["x-api-key"].FirstOrDefault() ?? request.Query["code"].FirstOrDefault() ?? "";
        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);

        // All keys are tried each time: how long it takes says nothing about which exist.
        var opened = _keys.Where(entry => entry.Key.Opens(shown, today)).ToList();
        return opened.Count == 0
            ? null
            : new Caller(opened[0].Key.Name, RolesOf(opened));
    }

    private static Dictionary<string, Roles> RolesOf(IEnumerable<(string Ies, AccessKey Key)> opened) => opened
        .GroupBy(entry => entry.Ies, StringComparer.Ordinal)
        .ToDictionary(keys => keys.Key, keys => keys.Aggregate(Roles.None, (roles, entry) => roles | entry.Key.Roles),
            StringComparer.Ordinal);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
        {
            LogOpen();
        }
        else if (_keys.Count == 0 && _tokens is null)
        {
            LogClosed();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static IEnumerable<(string Ies, AccessKey Key)> Parse(AuthOptions options)
    {
        foreach (var (ies, keys) in options.Keys)
        {
            foreach (var text in keys)
            {
                if (AccessKey.TryParse(text, out var key))
                {
                    yield return (ies, key);
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "No keys are set (Auth__Keys__<ies>__0): whoever is on this machine may act for every institution.")]
    private partial void LogOpen();

    [LoggerMessage(LogLevel.Error, "No keys are set (Auth__Keys__<ies>__0): every call is refused. 'Training keys new <ies>' makes one.")]
    private partial void LogClosed();
}
