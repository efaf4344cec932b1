using System.Text.Json;
using System.Text.Json.Serialization;
using Antivirus.Model.Models;
using Azure;

namespace Antivirus.Storage.Models;

/// <summary>The models that <c>Training publish</c> put into container <c>modelos</c>: immutable versions and a pointer to the current one.</summary>
public sealed class PublishedModels(Containers containers)
{
    /// <summary>The version that the pointer <c>{model}/current.json</c> names; null when the model was never published.</summary>
    public async Task<string?> CurrentVersionAsync(string model, CancellationToken cancellationToken)
    {
        try
        {
            var pointer = await containers.Models.GetBlobClient($"{model}/current.json").DownloadContentAsync(cancellationToken);
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
                var blob = containers.Models.GetBlobClient($"{model}/{version}/{file}");
                await blob.DownloadToAsync(Path.Combine(folder.FullName, file), cancellationToken);
            }

            return RiskModel.Load(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

internal sealed record ModelPointer(string Version);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelPointer))]
internal sealed partial class PointerJson : JsonSerializerContext;
