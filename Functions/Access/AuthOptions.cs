using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Access;

/// <summary>Who may call: settings <c>Auth__…</c>.</summary>
public sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>Keys of each institution, as <c>Training keys new</c> prints them: settings <c>Auth__Keys__{ies}__0</c>.</summary>
    public Dictionary<string, List<string>> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether callers on this machine's loopback address need no key while none is set; never heeded on Azure.</summary>
    public bool OpenOnLoopback { get; set; } = true;

    /// <summary>Calls that one caller at one address may make in a minute.</summary>
    public int CallsPerMinute { get; set; } = 30_000;

    /// <summary>Pause before a refused key is answered, in milliseconds: guessing must be slow.</summary>
    public int RefusalMilliseconds { get; set; } = 500;
}

/// <summary>Stops the host on a key that could never open anything.</summary>
internal sealed class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        var failures = options.Keys
            .SelectMany(institution => institution.Value.Select((key, index) => (Setting: $"Auth__Keys__{institution.Key}__{index}", Key: key)))
            .Where(entry => !AccessKey.TryParse(entry.Key, out _))
            .Select(entry => $"{entry.Setting} is no key of the form name|salt|hash|expiry; 'Training keys new' prints one.")
            .ToList();
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
}
