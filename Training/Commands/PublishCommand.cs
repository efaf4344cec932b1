using System.CommandLine;
using Antivirus.Storage.Models;
using Antivirus.Training.Output;

namespace Antivirus.Training.Commands;

/// <summary><c>publish</c>: puts an artefact into storage as a version that never changes, and points the hosts at it.</summary>
internal static class PublishCommand
{
    private static readonly string[] Companions = [TrainCommand.CardFile, TrainCommand.ReportFile];

    private static readonly Option<string?> Storage = StorageOption.Create();
    private static readonly Option<string?> Container =
        new("--container") { Description = "Container of the models; the variable ModelsContainer, or modelos, without it." };
    private static readonly Option<bool> List = new("--list") { Description = "Show the published versions." };
    private static readonly Option<string?> Rollback = new("--rollback") { Description = "Point back at this published version." };

    public static Command Create()
    {
        var command = new Command("publish", "Publish an artefact to the hosts.") { ScorerChoice.Model, Storage, Container, List, Rollback,
            ConsoleOutput.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var containers = StorageOption.Open(parsed.GetValue(Storage));
        var models = new PublishedModels(parsed.GetValue(Container) is { } container ? containers.Service.GetBlobContainerClient(container)
            : containers.Models);
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
                : await PublishAsync(models, model, cancellationToken);
            await parsed.WriteAsync(pointer, json => json.PublishedPointer,
                $"{pointer.Model} {pointer.Version} is current; hosts use it within a minute.");
            return 0;
        }
        catch (Exception failure) when (StorageOption.IsFailure(failure, cancellationToken))
        {
            throw new TrainingException(StorageOption.Describe(failure));
        }
    }

    private static async Task<PublishedPointer> PublishAsync(PublishedModels models, string folderOrName,
        CancellationToken cancellationToken)
    {
        var (artefact, folder) = ScorerChoice.LoadWithFolder(folderOrName);
        await models.UploadAsync(artefact, folder, Companions, cancellationToken);
        return await PointAsync(models, artefact.Name, artefact.Version, cancellationToken);
    }

    private static async Task<PublishedPointer> PointAsync(PublishedModels models, string name, string version,
        CancellationToken cancellationToken) =>
        await models.TryPointAsync(name, version, cancellationToken)
            ? new PublishedPointer(name, version)
            : throw new TrainingException($"Version {version} of {name} is not published; --list shows which are.");

    private static string NameOf(string folderOrName) => Path.GetFileName(folderOrName.TrimEnd('/'));

    private static string Describe(PublishedVersions published) => published.Versions.Count == 0
        ? $"No version of {published.Model} is published."
        : string.Join(Environment.NewLine, published.Versions.Select(each =>
            FormattableString.Invariant($"{each.Version}  {each.Published:yyyy-MM-dd HH:mm}{(each.Current ? "  current" : "")}")));
}
