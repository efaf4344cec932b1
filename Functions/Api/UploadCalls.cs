using Antivirus.Functions.Audit;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Answers uploads.</summary>
public sealed class UploadCalls(ApiGate gate, UploadReceiver receiver, AuditLog audit)
{
    /// <param name="nameFor">The blob's file name, given the name that the client's file had.</param>
    public Task<IResult> AnswerAsync(HttpRequest request, Func<string?, string> nameFor, CancellationToken cancellationToken) =>
        gate.RunAsync(request, "upload", async caller =>
        {
            var answer = await receiver.ReceiveAsync(request, caller, nameFor, cancellationToken);
            var slash = answer.Name.IndexOf('/', StringComparison.Ordinal);
            audit.Write(new AuditEntry(caller.Name, answer.Name[..slash], "upload", $"{answer.Size} bytes") { File = answer.Name[(slash + 1)..] });
            return Results.Json(answer, ApiJson.Plain.UploadAnswer);
        }, cancellationToken);
}
