using System.Buffers;
using Antivirus.Functions.Runs;
using Antivirus.Model.Cohorts;
using Antivirus.Storage;
using Antivirus.Storage.Retention;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Api;

/// <summary>Streams an uploaded form's file into a blob, which appears only when it is whole.</summary>
internal sealed class UploadReceiver(Containers containers, UploadTargets targets, IOptions<ApiOptions> options)
{
    private const string FileField = "data";
    private const string IesField = "bucketName";

    /// <summary>256 KiB, two of them an upload: hundreds at once need little memory.</summary>
    private const int MinBlockBytes = 256 * 1024;

    /// <summary>Of one blob, as storage has it.</summary>
    private const int MaxBlocks = 50_000;

    /// <param name="nameFor">The blob's file name, given the name that the client's file had.</param>
    public async Task<UploadAnswer> ReceiveAsync(HttpRequest request, ApiCall call, Func<string?, string> nameFor,
        CancellationToken cancellationToken)
    {
        if (request.ContentLength > options.Value.MaxRequestBytes)
        {
            throw TooLarge();
        }

        var choices = ChoicesRequest.Read(request);
        var form = UploadForm.Open(request);
        var iesCode = request.Query[IesField].FirstOrDefault();
        while (await form.ReadAsync(cancellationToken) is { } part)
        {
            if (part.Name == IesField && iesCode is null)
            {
                iesCode = await UploadForm.ReadFieldAsync(part, cancellationToken);
            }
            else if (part.Name == FileField)
            {
                return iesCode is null
                    ? await ReceiveBeforeFieldAsync(form, part, call, nameFor, choices, cancellationToken)
                    : await ReceiveAsync(part.Content, targets.Accept(iesCode, call, nameFor(part.FileName)), call, choices,
                        cancellationToken);
            }
        }

        throw new ApiException(StatusCodes.Status400BadRequest,
            $"Falta el archivo: envíelo en el campo {FileField} de un formulario multipart/form-data.");
    }

    /// <summary>The institution's name stands after the file: the file waits in a blob of its own until it is known.</summary>
    private async Task<UploadAnswer> ReceiveBeforeFieldAsync(UploadForm form, FormPart part, ApiCall call, Func<string?, string> nameFor,
        UploadChoices choices, CancellationToken cancellationToken)
    {
        var waiting = containers.Ledger.GetBlockBlobClient($"{StorageSweep.WaitingFolder}{Guid.NewGuid():N}");
        var fileName = nameFor(part.FileName);
        await using var writer = new BlockBlobWriter(waiting, BlockBytes());
        try
        {
            await CopyAsync(part.Content, writer, IsCompressed(fileName), room: null, cancellationToken);
            return await ReceiveWaitingAsync(form, waiting, writer, fileName, call, choices, cancellationToken);
        }
        catch
        {
            await writer.AbandonAsync();
            throw;
        }
    }

    private async Task<UploadAnswer> ReceiveWaitingAsync(UploadForm form, BlockBlobClient waiting, BlockBlobWriter writer, string fileName,
        ApiCall call, UploadChoices choices, CancellationToken cancellationToken)
    {
        while (await form.ReadAsync(cancellationToken) is { } next)
        {
            if (next.Name != IesField)
            {
                continue;
            }

            var cohort = targets.Accept(await UploadForm.ReadFieldAsync(next, cancellationToken), call, fileName);
            await writer.CommitAsync(new CommitBlockListOptions(), cancellationToken);
            try
            {
                var content = await waiting.DownloadStreamingAsync(cancellationToken: cancellationToken);
                await using var stream = content.Value.Content;
                return await ReceiveAsync(stream, cohort, call, choices, cancellationToken);
            }
            finally
            {
                await waiting.DeleteIfExistsAsync(cancellationToken: CancellationToken.None);
            }
        }

        throw new ApiException(StatusCodes.Status400BadRequest, $"Falta el campo {IesField}: el código de la institución.");
    }

    private async Task<UploadAnswer> ReceiveAsync(Stream content, CohortId cohort, ApiCall call, UploadChoices choices,
        CancellationToken cancellationToken)
    {
        cohort = await targets.FindFreeAsync(cohort, cancellationToken);
        call.File = cohort.File;
        var room = await targets.FindRoomAsync(cohort.IesCode, size: 0, cancellationToken);
        await using var writer = new BlockBlobWriter(containers.Uploads.GetBlockBlobClient(cohort.UploadName), BlockBytes());
        try
        {
            await CopyAsync(content, writer, cohort.IsCompressed, room, cancellationToken);
            var onlyIfNew = new CommitBlockListOptions
            {
                Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                HttpHeaders = new BlobHttpHeaders { ContentType = FileNames.ContentType(cohort) },
                Metadata = choices.ToMetadata(),
            };
            await writer.CommitAsync(onlyIfNew, cancellationToken);
        }
        catch (Exception failure) when (failure is not RequestFailedException { Status: 409 or 412 })
        {
            await writer.AbandonAsync();
            throw;
        }
        catch (RequestFailedException)
        {
            throw new ApiException(StatusCodes.Status409Conflict, "Otro archivo con ese nombre llegó al mismo tiempo; súbalo de nuevo.");
        }

        return new UploadAnswer("Archivo recibido.", cohort.UploadName, writer.BytesWritten, writer.Sha256, cohort.ReportName);
    }

    /// <param name="room">Bytes that the institution may still upload today; null without a limit.</param>
    private async Task CopyAsync(Stream content, BlockBlobWriter writer, bool isCompressed, long? room, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = await ReadAsync(content, buffer, cancellationToken)) > 0 || writer.BytesWritten == 0)
            {
                if (writer.BytesWritten == 0)
                {
                    UploadSniffer.Check(buffer.AsMemory(0, read), isCompressed);
                }

                await writer.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                if (writer.BytesWritten > room)
                {
                    throw targets.QuotaReached();
                }

                if (writer.BytesWritten > options.Value.MaxUploadBytes)
                {
                    throw TooLarge();
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private ApiException TooLarge() => new(StatusCodes.Status413PayloadTooLarge, options.Value.TooLarge);

    private static async Task<int> ReadAsync(Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            // A whole buffer, so that the first one is enough to look at.
            return await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "El archivo llegó incompleto; no se guardó nada. Súbalo de nuevo.");
        }
    }

    /// <summary>So large that the largest upload that is taken fits into one blob.</summary>
    private int BlockBytes() => (int)Math.Max(MinBlockBytes, (options.Value.MaxUploadBytes / MaxBlocks) + 1);

    private static bool IsCompressed(string fileName) => fileName.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
}
