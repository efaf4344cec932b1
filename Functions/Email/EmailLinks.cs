using Antivirus.Functions.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Email;

/// <summary>Makes the links that emails carry: one report, to be read only, for as long as <c>Email__LinkLifetime</c> says.</summary>
public sealed class EmailLinks(Containers containers, IOptions<EmailOptions> options, TimeProvider clock)
{
    public async Task<EmailLink> CreateAsync(BlobClient report, CancellationToken cancellationToken)
    {
        var expires = clock.GetUtcNow() + options.Value.LinkLifetime;
        // No start: clocks differ, and a link that is not valid yet helps nobody.
        var right = new BlobSasBuilder(BlobSasPermissions.Read, expires)
        {
            BlobContainerName = report.BlobContainerName,
            BlobName = report.Name,
            Resource = "b",
            Protocol = report.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        };
        return new EmailLink(report.CanGenerateSasUri ? report.GenerateSasUri(right) : await SignWithIdentityAsync(report, right, cancellationToken), expires);
    }

    private async Task<Uri> SignWithIdentityAsync(BlobClient report, BlobSasBuilder right, CancellationToken cancellationToken)
    {
        var key = await containers.Service.GetUserDelegationKeyAsync(new BlobGetUserDelegationKeyOptions(right.ExpiresOn), cancellationToken);
        return report.GenerateUserDelegationSasUri(right, key.Value);
    }
}
