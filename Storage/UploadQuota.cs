using Antivirus.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Options;

namespace Antivirus.Storage;

/// <summary>What each institution may upload in a day, from midnight UTC: settings <c>Quota__…</c>. 0 sets no limit.</summary>
public sealed class QuotaOptions
{
    public const string Section = "Quota";

    public int FilesPerDay { get; set; }

    public long BytesPerDay { get; set; }

    /// <summary>Whether anything is limited: then each upload costs a listing.</summary>
    internal bool IsSet => FilesPerDay > 0 || BytesPerDay > 0;
}

/// <summary>Stops the host on a wrong value with the setting as it is written.</summary>
internal sealed class QuotaOptionsValidator : IValidateOptions<QuotaOptions>
{
    public ValidateOptionsResult Validate(string? name, QuotaOptions options) => options switch
    {
        { FilesPerDay: < 0 } => ValidateOptionsResult.Fail($"Quota__FilesPerDay is {options.FilesPerDay}; it must be 0 (none) or more."),
        { BytesPerDay: < 0 } => ValidateOptionsResult.Fail($"Quota__BytesPerDay is {options.BytesPerDay}; it must be 0 (none) or more."),
        _ => ValidateOptionsResult.Success,
    };
}

/// <summary>
/// Counts what an institution uploaded today by what lies in storage, so that all hosts count the same; of two uploads at the same
/// moment the later one is refused when it is scored.
/// </summary>
public sealed class UploadQuota(Containers containers, TimeProvider clock, IOptions<QuotaOptions> options)
{
    /// <summary>How many bytes more the institution may upload today; null without a limit.</summary>
    /// <param name="size">Bytes of the next file; 0 where that is not known.</param>
    /// <returns>-1 when the file is beyond the quota.</returns>
    public async Task<long?> FindRoomAsync(string iesCode, long size, CancellationToken cancellationToken)
    {
        if (!options.Value.IsSet)
        {
            return null;
        }

        var used = await CountAsync(iesCode, _ => true, cancellationToken);
        var room = options.Value.BytesPerDay == 0 ? long.MaxValue : options.Value.BytesPerDay - used.Bytes;
        var isBeyond = room <= 0 || size > room || (options.Value.FilesPerDay > 0 && used.Files >= options.Value.FilesPerDay);
        return isBeyond ? -1 : room;
    }

    /// <summary>Whether an upload that lies in storage came after the day's quota was used up.</summary>
    /// <param name="name">Name of the upload's blob.</param>
    public async Task<bool> IsBeyondAsync(string iesCode, string name, BlobDownloadDetails upload, CancellationToken cancellationToken)
    {
        if (!options.Value.IsSet || upload.CreatedOn < Today)
        {
            return false;
        }

        var used = await CountAsync(iesCode, blob => IsBefore(blob, name, upload.CreatedOn), cancellationToken);
        return (options.Value.FilesPerDay > 0 && used.Files >= options.Value.FilesPerDay)
            || (options.Value.BytesPerDay > 0 && used.Bytes + upload.ContentLength > options.Value.BytesPerDay);
    }

    /// <summary>Until the next day begins.</summary>
    public TimeSpan RenewedIn => Today + TimeSpan.FromDays(1) - clock.GetUtcNow();

    private DateTimeOffset Today => new(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    private static bool IsBefore(BlobItem blob, string name, DateTimeOffset createdOn) => blob.Properties.CreatedOn is { } other
        && (other < createdOn || (other == createdOn && string.CompareOrdinal(blob.Name, name) < 0));

    private async Task<(int Files, long Bytes)> CountAsync(string iesCode, Func<BlobItem, bool> counts,
        CancellationToken cancellationToken)
    {
        var today = Today;
        var (files, bytes) = (0, 0L);
        await foreach (var blob in BlobListing.ListAsync(containers.Uploads, BlobTraits.None, $"{iesCode}/", [], cancellationToken))
        {
            if (blob.Properties.CreatedOn >= today && !IgnoredUploads.Matches(blob.Name) && counts(blob))
            {
                files++;
                bytes += blob.Properties.ContentLength ?? 0;
            }
        }

        return (files, bytes);
    }
}
