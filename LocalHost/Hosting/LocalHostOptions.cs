namespace Antivirus.LocalHost.Hosting;

/// <summary>Settings of this host, <c>LocalHost__…</c>; the app may set those that are its own to know.</summary>
public sealed class LocalHostOptions
{
    public const string Section = "LocalHost";

    /// <summary>Names and values of the keys that open functions of the level <c>Function</c>; the one named <c>_master</c> opens
    /// all.</summary>
    public IDictionary<string, string> FunctionKeys { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The app checks its callers itself, so the host may listen off loopback without function keys. Set by the app, in
    /// code.</summary>
    public bool AuthorizedByApp { get; set; }

    /// <summary>Origins whose pages may read answers, also refusals of this host. Set by the app, in code.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Whether callers must show a key or a token, to this host or to the app.</summary>
    public bool HasKeys => AuthorizedByApp || FunctionKeys.Count > 0;

    /// <summary>Seconds between two looks at a container.</summary>
    public double PollSeconds { get; set; } = 1;

    /// <summary>Pause before the second try of a blob; each further pause is four times as long, up to ten minutes.</summary>
    public double RetrySeconds { get; set; } = 2;

    /// <summary>How long a killed instance's blob stays out of reach of the others; 15 to 60, as storage allows.</summary>
    public int LeaseSeconds { get; set; } = 30;

    /// <summary>How long work in flight may still run when the host is told to stop; then it is given back.</summary>
    public double StopSeconds { get; set; } = 20;

    /// <summary>Requests per minute of one caller; 0 means no limit, and no slower answers to refused keys either. Without a value: none on
    /// loopback while no key is set, else 600.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>Addresses of the reverse proxies whose X-Forwarded-For is believed, separated by commas.</summary>
    public string KnownProxies { get; set; } = "";

    /// <summary>Where a browser that asks for <c>/</c> is sent; null where the app has no page. Set by the app, in code.</summary>
    public string? HomePath { get; set; }
}
