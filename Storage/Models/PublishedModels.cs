using System.Security.Cryptography;
using Antivirus.Model.Models;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Options;

namespace Antivirus.Storage.Models;

/// <summary>A version of a model in storage.</summary>
/// <param name="Version">The artefact's hash, as its description has it.</param>
/// <param name="Current">Whether the hosts score with it.</param>
public sealed record PublishedVersion(string Version, DateTimeOffset? Published, bool Current);

/// <summary>
/// The published models in container <c>modelos</c>: immutable versions, <c>{model}/{version}/…</c>, each with a manifest of its files'
/// hashes, and a copy of the current version's manifest, <c>{model}/current.json</c>.
/// </summary>
public sealed class PublishedModels(BlobContainerClient container, IOptions<ModelsOptions> options) : IDisposable
{
    private const string ManifestFile = "manifest.json";

    private readonly ECDsa? _publicKey = options.Value.OpenKey();

    /// <returns>The pointer to the current version; null when the model was never published.</returns>
    /// <exception cref="ArtefactException">It is not a pointer, or is not signed with the key of the settings.</exception>
    public async Task<ModelPointer?> FindCurrentAsync(string model, CancellationToken cancellationToken)
    {
        var pointer = await FindAsync(Pointer(model), cancellationToken);
        return pointer is null || _publicKey is null || pointer.IsSignedBy(model, _publicKey)
            ? pointer
            : throw new ArtefactException(
                $"{model}/current.json is not signed with the key of Models__PublicKey; publish the model with --sign.");
    }

    /// <summary>Loads a version by way of a temporary folder, which is gone afterwards.</summary>
    /// <exception cref="ArtefactException">A file is missing, is not the one that the pointer names, or is not sound.</exception>
    public async Task<RiskModel> LoadAsync(string model, ModelPointer pointer, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("antivirus-model-");
        try
        {
            foreach (var (file, hash) in pointer.Files)
            {
                await ModelDownload.DownloadAsync(Blob(model, pointer.Version, file), hash, Path.Combine(folder.FullName, file),
                    cancellationToken);
            }

            return Load(model, pointer.Version, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>One file of a version; null when the version has none of that name.</summary>
    /// <exception cref="ArtefactException">It is missing, or is not the one that the pointer names.</exception>
    public async Task<byte[]?> FindFileAsync(string model, ModelPointer pointer, string file, CancellationToken cancellationToken)
    {
        if (!pointer.Files.TryGetValue(file, out var hash))
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("antivirus-model-");
        try
        {
            var path = Path.Combine(folder.FullName, file);
            await ModelDownload.DownloadAsync(Blob(model, pointer.Version, file), hash, path, cancellationToken);
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A published version, current or not; null when it is not there whole, or not signed with the key of the
    /// settings.</summary>
    public async Task<ModelPointer?> FindVersionAsync(string model, string version, CancellationToken cancellationToken) =>
        await FindAsync(Blob(model, version, ManifestFile), cancellationToken) is { } pointer
            && (_publicKey is null || pointer.IsSignedBy(model, _publicKey))
            ? pointer
            : null;

    public async Task<IReadOnlyList<PublishedVersion>> ListAsync(string model, CancellationToken cancellationToken)
    {
        var current = await FindAsync(Pointer(model), cancellationToken);
        var versions = new List<PublishedVersion>();
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, model + "/", cancellationToken))
        {
            if (blob.Name.EndsWith("/" + RiskModel.DescriptionFile, StringComparison.Ordinal))
            {
                var version = blob.Name.Split('/')[^2];
                versions.Add(new PublishedVersion(version, blob.Properties.CreatedOn, version == current?.Version));
            }
        }

        return versions;
    }

    /// <summary>Uploads a version whole, once: what is published is never written again.</summary>
    /// <param name="companions">Files of the folder that belong to the version beside the artefact's own, such as its card.</param>
    /// <param name="privateKey">Signs the version; null for none.</param>
    /// <exception cref="ArtefactException">It is published already with other files, so that it cannot be signed from this
    /// folder.</exception>
    public async Task UploadAsync(ModelArtefact artefact, string folder, IEnumerable<string> companions, ECDsa? privateKey,
        CancellationToken cancellationToken)
    {
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

        // The description last: a version without it does not count as published.
        string[] files = [.. companions, RiskModel.ModelFile, RiskModel.TreesFile, RiskModel.DescriptionFile];
        var local = new ModelPointer(artefact.Version, await HashesAsync(folder, files, cancellationToken));
        var manifest = Blob(artefact.Name, artefact.Version, ManifestFile);
        var published = await FindAsync(manifest, cancellationToken);
        if (published is null)
        {
            foreach (var file in local.Files.Keys)
            {
                await Blob(artefact.Name, artefact.Version, file)
                    .UploadAsync(Path.Combine(folder, file), overwrite: true, cancellationToken);
            }
        }
        else if (privateKey is not null && !published.HasSameFiles(local))
        {
            throw new ArtefactException(
                $"Version {artefact.Version} of {artefact.Name} is published with other files. Sign it from the folder it came from.");
        }

        var complete = privateKey is null ? published ?? local : local.Sign(artefact.Name, privateKey);
        await manifest.UploadAsync(new BinaryData(complete.ToJson()), overwrite: true, cancellationToken);
    }

    /// <summary>Points the hosts at a published version.</summary>
    /// <returns>False when it is not published, or by a version of this console that kept no hashes.</returns>
    public async Task<bool> TryPointAsync(string model, string version, CancellationToken cancellationToken)
    {
        if (await FindAsync(Blob(model, version, ManifestFile), cancellationToken) is not { } manifest || manifest.Version != version)
        {
            return false;
        }

        await Pointer(model).UploadAsync(new BinaryData(manifest.ToJson()), overwrite: true, cancellationToken);
        return true;
    }

    public void Dispose() => _publicKey?.Dispose();

    private static RiskModel Load(string model, string version, string folder)
    {
        RiskModel loaded;
        try
        {
            loaded = RiskModel.Load(folder);
        }
        catch (ArtefactException failure)
        {
            // Who reads this knows the version in storage, not the temporary folder.
            throw new ArtefactException(failure.Message.Replace(folder, $"{model}/{version}", StringComparison.Ordinal));
        }

        return loaded.Artefact.Name == model && loaded.Artefact.Version == version
            ? loaded
            : throw new ArtefactException($"{model}/{version} describes itself as another model or version; publish the model again.");
    }

    private static async Task<Dictionary<string, string>> HashesAsync(string folder, string[] files, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<string, string>();
        foreach (var file in files.Where(file => File.Exists(Path.Combine(folder, file))))
        {
            hashes[file] = await ModelDownload.HashAsync(Path.Combine(folder, file), cancellationToken);
        }

        return hashes;
    }

    private static async Task<ModelPointer?> FindAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return ModelPointer.Parse(blob.Name, (await blob.DownloadContentAsync(cancellationToken)).Value.Content);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    private BlobClient Pointer(string model) => container.GetBlobClient($"{model}/current.json");

    private BlobClient Blob(string model, string version, string file) => container.GetBlobClient($"{model}/{version}/{file}");
}
