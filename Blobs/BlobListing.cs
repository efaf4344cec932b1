using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Blobs;

/// <summary>
/// Lists a container also where it holds a name that XML cannot hold. Azurite answers 500 then, to each listing in whose range the name
/// lies; the names beside it are listed in smaller ranges, and its place is found by asking which ranges can be listed.
/// </summary>
/// <remarks>Azure Storage encodes such names instead, and the client decodes them. The client needs <see cref="AzuriteErrors"/>.</remarks>
public static class BlobListing
{
    private const int PageSize = 5000;

    /// <param name="states">Which blobs to list beside those that are there, such as blobs of which nothing is committed.</param>
    /// <param name="unlistable">Gets the beginnings of the names that could not be listed, up to what XML cannot hold.</param>
    public static async IAsyncEnumerable<BlobItem> ListAsync(BlobContainerClient container, BlobTraits traits, string? prefix,
        ICollection<string> unlistable, [EnumeratorCancellation] CancellationToken cancellationToken, BlobStates states = BlobStates.None)
    {
        string? marker = null;
        var size = PageSize;
        while (true)
        {
            var page = await TryListAsync(container, (traits, states), prefix, marker, size, cancellationToken);
            if (page is null && size > 1)
            {
                size /= 2;
                continue;
            }

            if (page is null)
            {
                var name = await UnlistableName.FindAsync(
                    async after => await TryListAsync(container, (BlobTraits.None, states), prefix, after, 1, cancellationToken) is null,
                    marker ?? "", prefix ?? "");
                unlistable.Add(name.Beginning);
                if (name.Next is null)
                {
                    yield break;
                }

                marker = name.Next;
                continue;
            }

            foreach (var blob in page.Values)
            {
                yield return blob;
            }

            marker = page.ContinuationToken;
            size = Math.Min(size * 2, PageSize);
            if (string.IsNullOrEmpty(marker))
            {
                yield break;
            }
        }
    }

    /// <summary>One page; null when it holds a name that cannot be listed.</summary>
    private static async Task<Page<BlobItem>?> TryListAsync(BlobContainerClient container, (BlobTraits, BlobStates) what, string? prefix,
        string? marker, int size, CancellationToken cancellationToken)
    {
        try
        {
            return await ListPageAsync(container, what, prefix, marker, size, cancellationToken);
        }
        catch (RequestFailedException failure) when (IsOfAzurite(failure))
        {
            return null;
        }
    }

    private static async Task<Page<BlobItem>> ListPageAsync(BlobContainerClient container, (BlobTraits Traits, BlobStates States) what,
        string? prefix, string? marker, int size, CancellationToken cancellationToken)
    {
        await using var pages = container.GetBlobsAsync(what.Traits, what.States, prefix, cancellationToken)
            .AsPages(marker, size).GetAsyncEnumerator(cancellationToken);
        await pages.MoveNextAsync();
        return pages.Current;
    }

    private static bool IsOfAzurite(RequestFailedException failure) =>
        failure.GetRawResponse() is { } response && AzuriteErrors.IsOfAzurite(response);
}
