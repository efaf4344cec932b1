using Antivirus.Model.Cohorts;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Functions.Runs;

/// <summary>An upload of an institution, one version of it, whose bytes are being read.</summary>
internal sealed class OpenUpload : IDisposable
{
    private readonly BlobDownloadStreamingResult _download;

    private OpenUpload(BlobClient blob, UploadName name, string iesCode, BlobDownloadStreamingResult download) =>
        (Blob, Name, IesCode, _download) = (blob, name, iesCode, download);

    public BlobClient Blob { get; }

    public UploadName Name { get; }

    public string IesCode { get; }

    public string BlobName => Name.BlobName;

    public BlobDownloadDetails There => _download.Details;

    /// <summary>A line that drops is resumed on the same version only.</summary>
    public Stream Content => _download.Content;

    /// <summary>Opens the upload as it is now; null when it is gone.</summary>
    public static async Task<OpenUpload?> OpenAsync(BlobClient blob, UploadName name, string iesCode, CancellationToken cancellationToken)
    {
        try
        {
            return new OpenUpload(blob, name, iesCode, await blob.DownloadStreamingAsync(cancellationToken: cancellationToken));
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    public void Dispose() => _download.Dispose();
}
