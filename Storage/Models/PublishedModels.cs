using System.Text.Json;
using System.Text.Json.Serialization;
using Antivirus.Model.Models;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Storage.Models;

/// <summary>A version of a model in storage.</summary>
/// <param name="Version">The artefact's hash, as its description has it.</param>
/// <param name="Current">Whether the hosts score with it.</param>
public sealed record PublishedVersion(string Version, DateTimeOffset? Published, bool Current);

/// <summary>
/// The published models in container <c>modelos</c>: immutable versions, <c>{model}/{version}/…</c>,
/// and a pointer to the current one, <c>{model}/current.json</c>.
/// </summary>
public sealed class PublishedModels(BlobContainerClient container)
{
    /// <returns>The version that the pointer names; null when the model was never published.</returns>
    public async Task<string?> CurrentVersionAsync(string model, CancellationToken cancellationToken)
    {
        try
        {
            var pointer = await Pointer(model).DownloadContentAsync(cancellationToken);
            return JsonSerializer.Deserialize(pointer.Value.Content, PointerJson.Default.ModelPointer)?.Version;
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Loads a version by way of a temporary folder, which is gone afterwards.</summary>
    public async Task<RiskModel> LoadAsync(string model, string version, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("antivirus-model-");
        try
        {
            foreach (var file in (string[])[RiskModel.DescriptionFile, RiskModel.TreesFile, RiskModel.ModelFile])
            {
                await Blob(model, version, file).DownloadToAsync(Path.Combine(folder.FullName, file), cancellationToken);
            }

            return RiskModel.Load(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public async Task<IReadOnlyList<PublishedVersion>> ListAsync(string model, CancellationToken cancellationToken)
    {
        var current = await CurrentVersionAsync(model, cancellationToken);
        var versions = new List<PublishedVersion>();
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, model + "/", cancellationToken))
        {
            if (blob.Name.EndsWith("/" + RiskModel.DescriptionFile, StringComparison.Ordinal))
            {
                var version = blob.Name.Split('/')[^2];
                versions.Add(new PublishedVersion(version, blob.Properties.CreatedOn, version == current));
            }
        }

        return versions;
    }

    /// <summary>Uploads a version, or completes it; files that are there already have the same content, since a version's name is its
    /// hash.</summary>
    /// <param name="companions">Files of the folder that belong to the version beside the artefact's own, such as its card.</param>
    public async Task UploadAsync(ModelArtefact artefact, string folder, IEnumerable<string> companions,
        CancellationToken cancellationToken)
    {
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

        // The description last: a version without it does not count as published.
        string[] files = [.. companions, RiskModel.ModelFile, RiskModel.TreesFile, RiskModel.DescriptionFile];
        foreach (var file in files.Where(file => File.Exists(Path.Combine(folder, file))))
        {
            await UploadOnceAsync(Blob(artefact.Name, artefact.Version, file), Path.Combine(folder, file), cancellationToken);
        }
    }

    /// <summary>Points the hosts at a published version.</summary>
    /// <returns>False when it is not published.</returns>
    public async Task<bool> TryPointAsync(string model, string version, CancellationToken cancellationToken)
    {
        if (!await Blob(model, version, RiskModel.DescriptionFile).ExistsAsync(cancellationToken))
        {
            return false;
        }

        var pointer = JsonSerializer.SerializeToUtf8Bytes(new ModelPointer(version), PointerJson.Default.ModelPointer);
        await Pointer(model).UploadAsync(new BinaryData(pointer), overwrite: true, cancellationToken);
        return true;
    }

    private BlobClient Pointer(string model) => container.GetBlobClient($"{model}/current.json");

    private BlobClient Blob(string model, string version, string file) => container.GetBlobClient($"{model}/{version}/{file}");

    private static async Task UploadOnceAsync(BlobClient blob, string path, CancellationToken cancellationToken)
    {
        try
        {
            var onlyIfNew = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await blob.UploadAsync(path, onlyIfNew, cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            // Published before.
        }
    }
}

/// <summary>Content of <c>current.json</c>.</summary>
internal sealed record ModelPointer(string Version);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelPointer))]
internal sealed partial class PointerJson : JsonSerializerContext;
