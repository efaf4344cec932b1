using System.CommandLine;
using System.Text.Json;
using Antivirus.Model.Models;
using Antivirus.Training.Output;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Training.Commands;

/// <summary><c>publish</c>: puts an artefact into storage as a version that never changes, and points the hosts at it.</summary>
internal static class PublishCommand
{
    private static readonly Option<string?> Storage = new("--storage") { Description = "Connection string, or the account's blob address to sign in with your own identity; the variable AntivirusStorage without it." };
    private static readonly Option<string> Container = new("--container") { Description = "Container of the models.", DefaultValueFactory = _ => "modelos" };
    private static readonly Option<bool> List = new("--list") { Description = "Show the published versions." };
    private static readonly Option<string?> Rollback = new("--rollback") { Description = "Point back at this published version." };

    public static Command Create()
    {
        var command = new Command("publish", "Publish an artefact to the hosts.") { ScorerChoice.Model, Storage, Container, List, Rollback, ConsoleOutput.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var models = new ModelStore(Open(parsed.GetValue(Storage)).GetBlobContainerClient(parsed.GetValue(Container)));
        var model = parsed.GetValue(ScorerChoice.Model)!;
        var name = Path.GetFileName(model.TrimEnd('/'));
        try
        {
            if (parsed.GetValue(List))
            {
                var published = await models.ListAsync(name, cancellationToken);
                await parsed.WriteAsync(published, json => json.PublishedVersions, Describe(published));
                return 0;
            }

            var pointer = parsed.GetValue(Rollback) is { } version
                ? await models.PointAsync(name, version, cancellationToken)
                : await models.PublishAsync(model, cancellationToken);
            await parsed.WriteAsync(pointer, json => json.PublishedPointer, $"{pointer.Model} {pointer.Version} is current; hosts use it within a minute.");
            return 0;
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException)
        {
            throw new TrainingException($"Storage refused or is out of reach ({(failure as RequestFailedException)?.ErrorCode ?? failure.GetType().Name}). Is --storage right?");
        }
    }

    private static string Describe(PublishedVersions published) => published.Versions.Count == 0
        ? $"No version of {published.Model} is published."
        : string.Join(Environment.NewLine, published.Versions.Select(each => FormattableString.Invariant($"{each.Version}  {each.Published:yyyy-MM-dd HH:mm}{(each.Current ? "  current" : "")}")));

    private static BlobServiceClient Open(string? storage)
    {
        try
        {
            return OpenAccount(storage);
        }
        catch (FormatException)
        {
            throw new TrainingException("--storage is neither a connection string nor an address that begins with https://.");
        }
    }

    private static BlobServiceClient OpenAccount(string? storage) => (storage ?? Environment.GetEnvironmentVariable("AntivirusStorage")) switch
    {
        null or "" => throw new TrainingException("Give --storage, or set AntivirusStorage."),
        var address when address.StartsWith("https://", StringComparison.Ordinal) => new BlobServiceClient(new Uri(address), new DefaultAzureCredential()),
        var connection => new BlobServiceClient(connection),
    };
}

/// <summary>The published models: <c>{model}/{version}/…</c>, and the pointer <c>{model}/current.json</c>.</summary>
internal sealed class ModelStore(BlobContainerClient container)
{
    // The description last: a version without it does not count as published.
    private static readonly string[] Files = [TrainCommand.CardFile, TrainCommand.ReportFile, RiskModel.ModelFile, RiskModel.TreesFile, RiskModel.DescriptionFile];

    public async Task<PublishedPointer> PublishAsync(string folderOrName, CancellationToken cancellationToken)
    {
        var (artefact, folder) = ScorerChoice.LoadWithFolder(folderOrName);
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        foreach (var file in Files.Where(file => File.Exists(Path.Combine(folder, file))))
        {
            await UploadOnceAsync($"{artefact.Name}/{artefact.Version}/{file}", Path.Combine(folder, file), cancellationToken);
        }

        return await PointAsync(artefact.Name, artefact.Version, cancellationToken);
    }

    public async Task<PublishedPointer> PointAsync(string name, string version, CancellationToken cancellationToken)
    {
        if (!await container.GetBlobClient($"{name}/{version}/{RiskModel.DescriptionFile}").ExistsAsync(cancellationToken))
        {
            throw new TrainingException($"Version {version} of {name} is not published; --list shows which are.");
        }

        var pointer = JsonSerializer.SerializeToUtf8Bytes(new ModelPointer(version), ConsoleJson.Default.ModelPointer);
        await container.GetBlobClient($"{name}/current.json").UploadAsync(new BinaryData(pointer), overwrite: true, cancellationToken);
        return new PublishedPointer(name, version);
    }

    public async Task<PublishedVersions> ListAsync(string name, CancellationToken cancellationToken)
    {
        var current = await CurrentAsync(name, cancellationToken);
        var versions = new List<PublishedVersion>();
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, name + "/", cancellationToken))
        {
            if (blob.Name.EndsWith("/" + RiskModel.DescriptionFile, StringComparison.Ordinal))
            {
                var version = blob.Name.Split('/')[^2];
                versions.Add(new PublishedVersion(version, blob.Properties.CreatedOn, version == current));
            }
        }

        return new PublishedVersions(name, versions);
    }

    private async Task<string?> CurrentAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var pointer = await container.GetBlobClient($"{name}/current.json").DownloadContentAsync(cancellationToken);
            return JsonSerializer.Deserialize(pointer.Value.Content, ConsoleJson.Default.ModelPointer)?.Version;
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    /// <summary>A version never changes: one that is there already has the same content, since its name is its hash.</summary>
    private async Task UploadOnceAsync(string blobName, string path, CancellationToken cancellationToken)
    {
        try
        {
            var onlyIfNew = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await container.GetBlobClient(blobName).UploadAsync(path, onlyIfNew, cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            // Published before.
        }
    }
}
