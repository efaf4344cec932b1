using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Storage.Recipients;

/// <summary>
/// The recipients that each institution added itself: blob <c>destinatarios/{ies}.json</c> beside the ledger.
/// Every write replaces exactly the version that was read, so that two people who add at once both succeed.
/// </summary>
public sealed class RecipientList(Containers containers, TimeProvider clock)
{
    private const string Folder = "destinatarios/";
    private const int MaxTries = 20;
    private const int IdBytes = 6;

    /// <summary>The recipients in the order in which they were added; none for an institution that added none.</summary>
    public async Task<IReadOnlyList<Recipient>> ReadAsync(string iesCode, CancellationToken cancellationToken) =>
        (await LoadAsync(iesCode, cancellationToken)).Recipients;

    /// <summary>Adds an address, unless it is there already, whatever its case.</summary>
    /// <param name="maxRecipients">How many the institution may have added in all.</param>
    /// <returns>The recipient with this address; null when the list is full.</returns>
    public async Task<Recipient?> TryAddAsync(string iesCode, string email, int maxRecipients, CancellationToken cancellationToken)
    {
        Recipient? added = null;
        await UpdateAsync(iesCode, recipients =>
        {
            added = recipients.FirstOrDefault(recipient => recipient.Email.Equals(email, StringComparison.OrdinalIgnoreCase));
            if (added is not null || recipients.Count >= maxRecipients)
            {
                return null;
            }

            added = new Recipient(NewId(iesCode), email, clock.GetUtcNow());
            return [.. recipients, added];
        }, cancellationToken);
        return added;
    }

    /// <returns>False when the institution has no such recipient.</returns>
    public Task<bool> RemoveAsync(string iesCode, string id, CancellationToken cancellationToken) =>
        UpdateAsync(iesCode, recipients => recipients.Any(recipient => recipient.Id == id)
            ? [.. recipients.Where(recipient => recipient.Id != id)]
            : null, cancellationToken);

    /// <param name="change">The new list; null to leave it as it is.</param>
    /// <returns>Whether the list was written.</returns>
    private async Task<bool> UpdateAsync(string iesCode, Func<IReadOnlyList<Recipient>, List<Recipient>?> change,
        CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var (recipients, version) = await LoadAsync(iesCode, cancellationToken);
            if (change(recipients) is not { } changed)
            {
                return false;
            }

            try
            {
                var inPlace = version is { } known ? new BlobRequestConditions { IfMatch = known }
                    : new BlobRequestConditions { IfNoneMatch = ETag.All };
                var json = JsonSerializer.SerializeToUtf8Bytes(changed, RecipientJson.Default.ListRecipient);
                await Blob(iesCode).UploadAsync(new BinaryData(json), new BlobUploadOptions { Conditions = inPlace }, cancellationToken);
                return true;
            }
            catch (RequestFailedException failure) when (failure.Status is 409 or 412 && tries < MaxTries)
            {
                // Somebody else wrote meanwhile: the change is made to what they wrote.
            }
        }
    }

    private async Task<(List<Recipient> Recipients, ETag? Version)> LoadAsync(string iesCode, CancellationToken cancellationToken)
    {
        try
        {
            var blob = (await Blob(iesCode).DownloadContentAsync(cancellationToken)).Value;
            var recipients = JsonSerializer.Deserialize(blob.Content, RecipientJson.Default.ListRecipient);
            return (recipients ?? [], blob.Details.ETag);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return ([], null);
        }
    }

    // Random, not made of the address: ids stand in addresses of calls, and so in logs.
    private static string NewId(string iesCode) =>
        $"{iesCode}-{System.Security.Cryptography.RandomNumberGenerator.GetHexString(IdBytes * 2, lowercase: true)}";

    private BlobClient Blob(string iesCode) => containers.Ledger.GetBlobClient($"{Folder}{iesCode}.json");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<Recipient>))]
internal sealed partial class RecipientJson : JsonSerializerContext;
