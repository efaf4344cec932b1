using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Answers uploads.</summary>
internal sealed class UploadCalls(RequestPipeline pipeline, UploadReceiver receiver)
{
    /// <param name="nameFor">The blob's file name, given the name that the client's file had.</param>
    public Task<IResult> AnswerAsync(HttpRequest request, Func<string?, string> nameFor, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "upload", async call =>
        {
            var answer = await receiver.ReceiveAsync(request, call, nameFor, cancellationToken);
            call.Result = $"{answer.Size} bytes";
            return Results.Json(answer, ApiJson.Plain.UploadAnswer);
        }, cancellationToken);
}
