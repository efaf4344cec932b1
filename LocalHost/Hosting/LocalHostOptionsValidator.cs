using System.Net;
using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost.Hosting;

internal sealed class LocalHostOptionsValidator : IValidateOptions<LocalHostOptions>
{
    private const int MinKeyLength = 16;

    public ValidateOptionsResult Validate(string? name, LocalHostOptions options)
    {
        string?[] checks =
        [
            Between("PollSeconds", options.PollSeconds, 0.05, 3600),
            Between("RetrySeconds", options.RetrySeconds, 0.01, 600),
            Between("LeaseSeconds", options.LeaseSeconds, 15, 60),
            Between("StopSeconds", options.StopSeconds, 0, 3600),
            Between("RequestsPerMinute", options.RequestsPerMinute ?? 0, 0, 1_000_000),
            .. options.FunctionKeys.Where(key => key.Value.Length < MinKeyLength).Select(key =>
                $"Setting LocalHost__FunctionKeys__{key.Key} must have at least {MinKeyLength} characters; 'openssl rand -hex 24' makes " +
                    $"a good one."),
            .. Proxies(options).Where(proxy => !IPAddress.TryParse(proxy, out _)).Select(proxy =>
                $"Setting LocalHost__KnownProxies must be IP addresses separated by commas; '{proxy}' is none."),
        ];
        var failures = checks.OfType<string>().ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    public static string[] Proxies(LocalHostOptions options) =>
        options.KnownProxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? Between(string name, double value, double least, double most) =>
        value >= least && value <= most ? null : $"Setting LocalHost__{name} must be from {least} to {most}; it is {value}.";
}
