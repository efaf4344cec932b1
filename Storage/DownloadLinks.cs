using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace Antivirus.Storage;

/// <summary>A link that downloads, or creates, one blob, for a time.</summary>
public sealed record DownloadLink(Uri Url, DateTimeOffset ExpiresAt);

/// <summary>Makes links to one blob each, to read it or to create it: signed for the app's identity in Azure, with the account's key on
/// Azurite.</summary>
public sealed class DownloadLinks(Containers containers, StorageClock clock) : IDisposable
{
    /// <summary>A link is valid from this long ago, for readers whose request passes servers of storage with other clocks.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan KeyLife = TimeSpan.FromHours(25);

    private readonly SemaphoreSlim _fetching = new(1);
    private UserDelegationKey? _key;

    /// <summary>A link that reads the blob.</summary>
    /// <param name="lifetime">From now, by storage's clock; at most a day.</param>
    public ValueTask<DownloadLink> CreateAsync(BlobClient blob, TimeSpan lifetime, CancellationToken cancellationToken) =>
        SignAsync(blob, BlobSasPermissions.Read, lifetime, cancellationToken);

    /// <summary>A link that creates the blob in one request where there is none; it can neither overwrite, read nor list.</summary>
    /// <param name="lifetime">From now, by storage's clock; at most a day.</param>
    public ValueTask<DownloadLink> CreateForUploadAsync(BlobClient blob, TimeSpan lifetime, CancellationToken cancellationToken) =>
        SignAsync(blob, BlobSasPermissions.Create, lifetime, cancellationToken);

    private async ValueTask<DownloadLink> SignAsync(BlobClient blob, BlobSasPermissions permissions, TimeSpan lifetime,
        CancellationToken cancellationToken)
    {
        var now = await clock.GetNowAsync(cancellationToken);
        var sas = new BlobSasBuilder(permissions, now + lifetime)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            StartsOn = now - ClockSkew,
            Protocol = blob.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
            ContentDisposition = permissions == BlobSasPermissions.Read ? Attachment(blob.Name) : null,
        };
        if (blob.CanGenerateSasUri)
        {
            return new DownloadLink(blob.GenerateSasUri(sas), sas.ExpiresOn);
        }

        return new DownloadLink(blob.GenerateUserDelegationSasUri(sas, await GetKeyAsync(sas.ExpiresOn, cancellationToken)), sas.ExpiresOn);
    }

    public void Dispose() => _fetching.Dispose();

    private static string Attachment(string blobName) =>
        $"attachment; filename*=UTF-8''{Uri.EscapeDataString(blobName[(blobName.LastIndexOf('/') + 1)..])}";

    private async ValueTask<UserDelegationKey> GetKeyAsync(DateTimeOffset neededUntil, CancellationToken cancellationToken)
    {
        if (_key is { } known && known.SignedExpiresOn > neededUntil)
        {
            return known;
        }

        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_key is not { } key || key.SignedExpiresOn <= neededUntil)
            {
                var options = new BlobGetUserDelegationKeyOptions(await clock.GetNowAsync(cancellationToken) + KeyLife);
                _key = key = await containers.Service.GetUserDelegationKeyAsync(options, cancellationToken);
            }

            return key;
        }
        finally
        {
            _fetching.Release();
        }
    }
}
