using System.Text.Json;
using System.Text.Json.Serialization;
using Antivirus.Model.Cohorts;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Storage.Preferences;

/// <summary>What each institution chose itself: blob <c>preferencias/{ies}.json</c> beside the ledger.</summary>
public sealed class PreferenceStore(Containers containers)
{
    /// <summary>The version of an institution that never chose.</summary>
    public const string NoVersion = "0";

    private const string Folder = "preferencias/";

    public async Task<StoredPreferences> ReadAsync(string iesCode, CancellationToken cancellationToken)
    {
        try
        {
            var blob = (await Blob(iesCode).DownloadContentAsync(cancellationToken)).Value;
            var chosen = JsonSerializer.Deserialize(blob.Content, PreferenceJson.Plain.ChosenPreferences) ?? new ChosenPreferences();
            return new StoredPreferences(chosen, blob.Details.ETag.ToString());
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return new StoredPreferences(new ChosenPreferences(), NoVersion);
        }
    }

    /// <param name="version">The version that is to be replaced; null to replace any.</param>
    /// <returns>The version that was written; null when somebody else wrote meanwhile.</returns>
    public async Task<string?> TrySaveAsync(string iesCode, ChosenPreferences chosen, string? version, CancellationToken cancellationToken)
    {
        var conditions = version switch
        {
            null => null,
            NoVersion => new BlobRequestConditions { IfNoneMatch = ETag.All },
            _ => new BlobRequestConditions { IfMatch = new ETag(version) },
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(chosen, PreferenceJson.Plain.ChosenPreferences);
        try
        {
            var written = await Blob(iesCode).UploadAsync(new BinaryData(json), new BlobUploadOptions { Conditions = conditions },
                cancellationToken);
            return written.Value.ETag.ToString();
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            return null;
        }
    }

    private BlobClient Blob(string iesCode) => containers.Ledger.GetBlobClient($"{Folder}{iesCode}.json");
}

[JsonSerializable(typeof(ChosenPreferences))]
internal sealed partial class PreferenceJson : JsonSerializerContext
{
    public static PreferenceJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter<ReportLanguage>() },
    });
}
