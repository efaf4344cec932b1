using Antivirus.Model.Cohorts;
using Antivirus.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Api;

/// <summary>Answers the calls for links that create one upload.</summary>
internal sealed class UploadLinkCalls(
    RequestPipeline pipeline,
    UploadTargets targets,
    DownloadLinks links,
    Containers containers,
    IOptions<ApiOptions> options,
    TimeProvider clock)
{
    public Task<IResult> AnswerAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "uploadLink", async call =>
        {
            var asked = await UploadLinkRequest.ReadAsync(request, cancellationToken);
            var cohort = targets.Accept(ies, call, asked.File);
            RequireFits(asked.Size);
            await targets.FindRoomAsync(cohort.IesCode, asked.Size, cancellationToken);
            var lifetime = TimeSpan.FromSeconds(options.Value.LinkSeconds);
            cohort = await targets.PromiseAsync(cohort, new UploadPromise(asked.Size, clock.GetUtcNow() + lifetime), cancellationToken);
            call.File = cohort.File;
            var link = await links.CreateForUploadAsync(containers.Uploads.GetBlobClient(cohort.UploadName), lifetime, cancellationToken);
            call.Result = $"link for {asked.Size} bytes";
            var answer = new UploadLinkAnswer(link.Url.AbsoluteUri, cohort.UploadName, asked.Size, link.ExpiresAt, cohort.ReportName);
            return Results.Json(answer, ApiJson.Plain.UploadLinkAnswer);
        }, cancellationToken);

    private void RequireFits(long size)
    {
        if (size > options.Value.MaxLinkUploadBytes)
        {
            throw new ApiException(
                StatusCodes.Status413PayloadTooLarge,
                $"Un enlace recibe hasta {WrittenNumber.Count(options.Value.MaxLinkUploadBytes, ReportLanguage.Spanish)} bytes; " +
                "comprima el archivo con gzip o divídalo.");
        }
    }
}
