using System.Security.Cryptography;
using Antivirus.Model.Models;
using Azure;
using Azure.Storage.Blobs;

namespace Antivirus.Storage.Models;

/// <summary>Takes a version's files from storage into a folder, each only when it is the file that the pointer names.</summary>
internal static class ModelDownload
{
    /// <summary>Beyond any artefact; nobody fills the disk by replacing a file.</summary>
    private const long MaxFileBytes = 512L << 20;

    /// <exception cref="ArtefactException">The file is missing, too large, or not the one of the hash.</exception>
    public static async Task DownloadAsync(BlobClient blob, string hash, string path, CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            if (properties.ContentLength > MaxFileBytes)
            {
                throw new ArtefactException($"{blob.Name} has {properties.ContentLength} bytes; at most {MaxFileBytes} are read.");
            }

            await blob.DownloadToAsync(path, cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            throw new ArtefactException($"{blob.Name} is missing; publish the model again.", failure);
        }

        if (await HashAsync(path, cancellationToken) != hash)
        {
            throw new ArtefactException($"{blob.Name} is not the file that current.json names: it was changed. Publish the model again.");
        }
    }

    /// <summary>SHA-256 of a file in lower-case hex.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
