using System.Net.Sockets;
using System.Text.Json.Serialization;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Functions.Runs;
using Antivirus.Model.Models;
using Antivirus.Storage;
using Azure;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Observability;

/// <summary>One part of the app: whether it works, and what it says of itself.</summary>
public sealed record PartHealth(bool Ok, string Says);

/// <summary>Whether the app can do its work now, part by part.</summary>
public sealed record AppHealth(bool Ok, PartHealth Storage, PartHealth Model, PartHealth Mailer);

/// <summary>Asks storage, model and mailer how they are.</summary>
public sealed class HealthCheck(Containers containers, ModelCatalogue models, MailerProbe mailerProbe, IOptions<ScoringOptions> scoring)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<AppHealth> RunAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var storage = await CheckAsync("out of reach", () => CheckStorageAsync(patience.Token));
        var model = await CheckAsync("cannot be loaded", () => CheckModelAsync(patience.Token));
        var mailer = await CheckAsync("cannot send", () => mailerProbe.AskAsync(patience.Token));
        return new AppHealth(storage.Ok && model.Ok && mailer.Ok, storage, model, mailer);
    }

    private async Task<string> CheckStorageAsync(CancellationToken cancellationToken)
    {
        await containers.Ledger.GetPropertiesAsync(cancellationToken: cancellationToken);
        return "reached";
    }

    private async Task<string> CheckModelAsync(CancellationToken cancellationToken)
    {
        var artefact = (await models.GetAsync(scoring.Value.Model, cancellationToken)).Artefact;
        return $"{artefact.Name} {artefact.Version}";
    }

    private static async Task<PartHealth> CheckAsync(string otherwise, Func<Task<string>> check)
    {
        try
        {
            return new PartHealth(true, await check());
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException or OperationCanceledException or ArtefactException or IOException or UnauthorizedAccessException or SocketException)
        {
            return new PartHealth(false, $"{otherwise} ({failure.GetType().Name})");
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AppHealth))]
internal sealed partial class HealthJson : JsonSerializerContext;
