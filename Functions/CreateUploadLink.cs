using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>A link that can create one upload, for files too large for a request.</summary>
internal sealed class CreateUploadLink(UploadLinkCalls calls)
{
    [Function(nameof(CreateUploadLink))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "api/uploads/{ies}")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        calls.AnswerAsync(request, ies, cancellationToken);
}
