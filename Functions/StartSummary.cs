using System.Net;
using Antivirus.Functions.Api;
using Antivirus.Functions.Emails;
using Antivirus.Functions.Institutions;
using Antivirus.Functions.Runs;
using Antivirus.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions;

/// <summary>Logs at the start what the app found: institutions, models, storage, emails, and settings that can have no effect.</summary>
internal sealed partial class StartSummary(
    IConfiguration configuration,
    Containers containers,
    InstitutionRegistry institutions,
    ModelCatalogue models,
    IOptions<EmailOptions> email,
    IOptions<ApiOptions> api,
    ILogger<StartSummary> logger) : IHostedService
{
    private const int MaxNames = 20;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var codes = institutions.Codes.Order(StringComparer.Ordinal).ToList();
        LogInstitutions(codes.Count, Names(codes), codes.Sum(CountRecipients));
        LogModels(Names(models.ShippedNames()));
        LogStorage(containers.Service.Uri.Authority, email.Value.Transport);
        if (codes.Where(code => CountRecipients(code) == 0).ToList() is { Count: > 0 } silent)
        {
            LogWithoutRecipients(Names(silent));
        }

        if (containers.Service.Uri.IsLoopback && SendsElsewhere(email.Value))
        {
            LogLocalLinks(containers.Service.Uri.Authority);
        }

        foreach (var setting in UnknownSettings.Find(configuration))
        {
            LogUnknownSetting(setting);
        }

        for (var i = 0; i < api.Value.CorsOrigins.Count; i++)
        {
            if (!IsOrigin(api.Value.CorsOrigins[i]))
            {
                LogWrongOrigin(i, api.Value.CorsOrigins[i]);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether a browser would send it so: scheme, host in lower case, a port where it is not the scheme's own, and no
    /// more.</summary>
    internal static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address.GetLeftPart(UriPartial.Authority) == text;

    private int CountRecipients(string code) =>
        institutions.TryGet(code, out var institution) ? institution.Emails.Count + institution.Cc.Count : 0;

    private static string Names(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? "none" : string.Join(", ", names.Take(MaxNames)) + (names.Count > MaxNames ? ", …" : "");

    private static bool SendsElsewhere(EmailOptions options) => options.Transport switch
    {
        EmailTransport.Pickup => false,
        EmailTransport.Smtp => options.Smtp.Host != "localhost"
            && !(IPAddress.TryParse(options.Smtp.Host, out var address) && IPAddress.IsLoopback(address)),
        _ => true,
    };

    [LoggerMessage(LogLevel.Information, "Institutions: {Count} ({Codes}), recipients: {Recipients}.")]
    private partial void LogInstitutions(int count, string codes, int recipients);

    [LoggerMessage(LogLevel.Information, "Shipped models: {Models}. A published one of the same name comes before it.")]
    private partial void LogModels(string models);

    [LoggerMessage(LogLevel.Information, "Storage and links: {Address}. Emails leave by {Transport}.")]
    private partial void LogStorage(string address, EmailTransport transport);

    [LoggerMessage(LogLevel.Warning, "Nobody gets the reports of {Codes}: set Ies__<code>__Emails__0.")]
    private partial void LogWithoutRecipients(string codes);

    [LoggerMessage(LogLevel.Warning,
        "Emails leave this machine, but their links lead to {Address}, which opens on this machine only. Give storage an address that " +
        "recipients reach (docs/campus-server.md).")]
    private partial void LogLocalLinks(string address);

    [LoggerMessage(LogLevel.Warning, "Setting {Setting} means nothing to this version and has no effect: is it misspelt?")]
    private partial void LogUnknownSetting(string setting);

    [LoggerMessage(LogLevel.Warning,
        "Api__CorsOrigins__{Index} is '{Origin}', which no browser sends: write it as https://host or https://host:port, in lower case " +
        "and without a path.")]
    private partial void LogWrongOrigin(int index, string origin);
}
