using System.Globalization;
using Antivirus.Model.Cohorts;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Answers the calls for links.</summary>
internal sealed class LinkCalls(RequestPipeline pipeline, LinkList list)
{
    public Task<IResult> AnswerAsync(HttpRequest request, BlobContainerClient container, string action,
        CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, action, async call =>
        {
            var ies = await IesRequest.ReadAsync(request, call, cancellationToken);
            var continuation = request.Query["continuation"].FirstOrDefault();
            var answer = await list.ListAsync(container, ies, ReadMax(request), continuation, cancellationToken);
            call.Result = Count.Of(answer.Data.Count, "link");
            return Results.Json(answer, ApiJson.Plain.LinksAnswer);
        }, cancellationToken);

    private static int? ReadMax(HttpRequest request) => request.Query["max"].FirstOrDefault() switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var max) && max > 0 => max,
        _ => throw new ApiException(StatusCodes.Status400BadRequest, "max debe ser un número entero mayor que 0."),
    };
}
