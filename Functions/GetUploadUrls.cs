using Antivirus.Functions.Api;
using Antivirus.Storage;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>Links to what an institution uploaded.</summary>
internal sealed class GetUploadUrls(LinkCalls calls, Containers containers)
{
    [Function(nameof(GetUploadUrls))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "getUrlsUploaded")] HttpRequest request,
        CancellationToken cancellationToken) =>
        calls.AnswerAsync(request, containers.Uploads, "getUrlsUploaded", cancellationToken);
}
