using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Antivirus.Functions.Storage;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Email;

/// <summary>Makes the links that emails carry.</summary>
public sealed class EmailLinks(Containers containers, IOptions<EmailOptions> options, TimeProvider clock)
{
    public async Task<EmailLink> CreateAsync(BlobClient report, CancellationToken cancellationToken)
    {
        var expires = clock.GetUtcNow() + options.Value.LinkLifetime;
        if (report.CanGenerateSasUri)
        {
            return new EmailLink(report.GenerateSasUri(BlobSasPermissions.Read, expires), expires);
        }

        var key = await containers.Service.GetUserDelegationKeyAsync(new Azure.Storage.Blobs.Models.BlobGetUserDelegationKeyOptions(expires), cancellationToken);
        return new EmailLink(report.GenerateUserDelegationSasUri(BlobSasPermissions.Read, expires, key.Value), expires);
    }
}
