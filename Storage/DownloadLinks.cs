using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace Antivirus.Storage;

/// <summary>A link that downloads one blob, for a time.</summary>
public sealed record DownloadLink(Uri Url, DateTimeOffset ExpiresAt);

/// <summary>Makes read-only links to one blob each: signed for the app's identity in Azure, with the account's key on Azurite.</summary>
public sealed class DownloadLinks(Containers containers, StorageClock clock) : IDisposable
{
    /// <summary>A link is valid from this long ago, for readers whose request passes servers of storage with other clocks.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan KeyLife = TimeSpan.FromHours(25);

    private readonly SemaphoreSlim _fetching = new(1);
    private UserDelegationKey? _key;

    /// <param name="lifetime">From now, by storage's clock; at most a day.</param>
    public async ValueTask<DownloadLink> CreateAsync(BlobClient blob, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var now = await clock.GetNowAsync(cancellationToken);
        var sas = new BlobSasBuilder(BlobSasPermissions.Read, now + lifetime)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            StartsOn = now - ClockSkew,
            Protocol = blob.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
            ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(blob.Name[(blob.Name.LastIndexOf('/') + 1)..])}",
        };
        if (blob.CanGenerateSasUri)
        {
            return new DownloadLink(blob.GenerateSasUri(sas), sas.ExpiresOn);
        }

        return new DownloadLink(blob.GenerateUserDelegationSasUri(sas, await GetKeyAsync(sas.ExpiresOn, cancellationToken)), sas.ExpiresOn);
    }

    public void Dispose() => _fetching.Dispose();

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
