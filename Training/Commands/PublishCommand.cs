using System.CommandLine;
using System.Security.Cryptography;
using Antivirus.Model.Models;
using Antivirus.Storage.Models;
using Microsoft.Extensions.Options;

namespace Antivirus.Training.Commands;

/// <summary><c>publish</c>: puts an artefact into storage as a version that never changes, and points the hosts at it.</summary>
internal static class PublishCommand
{
    private static readonly string[] Companions = [TrainCommand.CardFile, RiskModel.ReportFile, RiskModel.ProfileFile];

    private static readonly Option<string?> Storage = StorageOption.Create();
    private static readonly Option<string?> Container =
        new("--container") { Description = "Container of the models; the variable ModelsContainer, or modelos, without it." };
    private static readonly Option<bool> List = new("--list") { Description = "Show the published versions." };
    private static readonly Option<string?> Sign =
        new("--sign") { Description = "PEM file of an ECDSA P-256 private key; signs the version for hosts with Models__PublicKey." };
    private static readonly Option<string?> Rollback = new("--rollback") { Description = "Point back at this published version." };

    public static Command Create()
    {
        var command = new Command("publish", "Publish an artefact to the hosts.") { ScorerChoice.Model, Storage, Container, List, Rollback,
            Sign,
            ConsoleOutput.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var containers = StorageOption.Open(parsed.GetValue(Storage));
        using var models = new PublishedModels(parsed.GetValue(Container) is { } container
            ? containers.Service.GetBlobContainerClient(container)
            : containers.Models, Options.Create(new ModelsOptions()));
        using var key = parsed.GetValue(Sign) is { } path ? SigningKey.Open(path) : null;
        var model = parsed.GetValue(ScorerChoice.Model)!;
        try
        {
            if (parsed.GetValue(List))
            {
                var name = NameOf(model);
                var published = new PublishedVersions(name, await models.ListAsync(name, cancellationToken));
                await parsed.WriteAsync(published, json => json.PublishedVersions, Describe(published));
                return 0;
            }

            var pointer = parsed.GetValue(Rollback) is { } version
                ? await PointAsync(models, NameOf(model), version, cancellationToken)
                : await PublishAsync(models, model, key, cancellationToken);
            await parsed.WriteAsync(pointer, json => json.PublishedPointer,
                $"{pointer.Model} {pointer.Version} is current; hosts use it within a minute.{SigningKey.Describe(key)}");
            return 0;
        }
        catch (Exception failure) when (StorageOption.IsFailure(failure, cancellationToken))
        {
            throw new TrainingException(StorageOption.Describe(failure));
        }
    }

    private static async Task<PublishedPointer> PublishAsync(PublishedModels models, string folderOrName, ECDsa? key,
        CancellationToken cancellationToken)
    {
        var (artefact, folder) = ScorerChoice.LoadWithFolder(folderOrName);
        await models.UploadAsync(artefact, folder, Companions, key, cancellationToken);
        return await PointAsync(models, artefact.Name, artefact.Version, cancellationToken);
    }

    private static async Task<PublishedPointer> PointAsync(PublishedModels models, string name, string version,
        CancellationToken cancellationToken) =>
        await models.TryPointAsync(name, version, cancellationToken)
            ? new PublishedPointer(name, version)
            : throw new TrainingException($"Version {version} of {name} is not published with the hashes of its files; --list shows " +
                "which versions there are, and publishing its folder again adds them.");

    private static string NameOf(string folderOrName) => Path.GetFileName(folderOrName.TrimEnd('/'));

    private static string Describe(PublishedVersions published) => published.Versions.Count == 0
        ? $"No version of {published.Model} is published."
        : string.Join(Environment.NewLine, published.Versions.Select(each =>
            FormattableString.Invariant($"{each.Version}  {each.Published:yyyy-MM-dd HH:mm}{(each.Current ? "  current" : "")}")));
}
