using System.IO.Compression;
using System.Security.Cryptography;
using Antivirus.Functions.Api;
using Antivirus.Functions.Institutions;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Reports.Workbooks;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Functions.Emails.Content;

/// <summary>What an email needs of a report's blob.</summary>
/// <param name="Bytes">Size of the report itself.</param>
/// <param name="Attachment">The file to attach, in the form that is set; null when it is larger than allowed, or none is wanted.</param>
/// <param name="Head">The first part of the report, enough for its first rows.</param>
internal sealed record ReportContent(ETag ETag, string Sha256, long Bytes, ReadOnlyMemory<byte>? Attachment, ReadOnlyMemory<byte> Head)
{
    private const int HeadBytes = 64 * 1024;

    // An archive must not tell when it was made, so that the same report is always attached as the same bytes.
    private static readonly DateTimeOffset ZipDate = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads one version of a report once, keeping no more of it than an attachment may have; null when that version is
    /// gone.</summary>
    public static async Task<ReportContent?> ReadAsync(BlobClient report, ETag etag, AttachmentForm form, ReportLanguage language,
        CancellationToken cancellationToken)
    {
        var thisVersion = new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfMatch = etag } };
        try
        {
            var download = await report.DownloadStreamingAsync(thisVersion, cancellationToken);
            await using var content = download.Value.Content;
            using var attachment = new CappedStream(form.MaxBytes);
            var read = form switch
            {
                { Kind: EmailAttachment.Xlsx } => await WriteWorkbookAsync(report, content, attachment, language, cancellationToken),
                { Kind: EmailAttachment.None } => await CopyAsync(content, Stream.Null, cancellationToken),
                { Zip: true } => await PackAsync(content, report.Name, attachment, cancellationToken),
                _ => await CopyAsync(content, attachment, cancellationToken),
            };
            return read with { ETag = etag, Attachment = form.Kind == EmailAttachment.None ? null : attachment.Content };
        }
        catch (RequestFailedException failure) when (failure.Status is 404 or 412)
        {
            return null;
        }
    }

    private static async Task<ReportContent> PackAsync(Stream content, string name, Stream target, CancellationToken cancellationToken)
    {
        await using var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        var entry = archive.CreateEntry(name[(name.LastIndexOf('/') + 1)..]);
        entry.LastWriteTime = ZipDate;
        await using var file = await entry.OpenAsync(cancellationToken);
        return await CopyAsync(content, file, cancellationToken);
    }

    /// <summary>The content becomes a workbook and is known by its hash in one read, so that neither is kept.</summary>
    private static Task<ReportContent> WriteWorkbookAsync(BlobClient report, Stream content, Stream target, ReportLanguage language,
        CancellationToken cancellationToken) => KnowAsync(content, async known =>
        {
            if (CohortId.TryParseReport(report.Name, out var cohort, out var isProblems) && !isProblems)
            {
                await using var problems = await ReportDownload.OpenAsync(
                    report.GetParentBlobContainerClient().GetBlobClient(cohort.ProblemsName), cancellationToken);
                await ReportWorkbook.WriteAsync(known, problems, target, language, cancellationToken);
            }
            else
            {
                await ReportWorkbook.WriteAsync(report: null, known, target, language, cancellationToken);
            }

            await known.CopyToAsync(Stream.Null, cancellationToken);
        });

    private static Task<ReportContent> CopyAsync(Stream content, Stream target, CancellationToken cancellationToken) =>
        KnowAsync(content, known => known.CopyToAsync(target, cancellationToken));

    /// <param name="readAsync">Reads the content to its end.</param>
    private static async Task<ReportContent> KnowAsync(Stream content, Func<KnownStream, Task> readAsync)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var head = new MemoryStream(HeadBytes);
        await using var known = new KnownStream(content, hash, head);
        await readAsync(known);
        return new ReportContent(default, Convert.ToHexStringLower(hash.GetHashAndReset()), known.Length, null, head.ToArray());
    }
}
