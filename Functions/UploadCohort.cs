using Antivirus.Functions.Api;
using Antivirus.Functions.Runs;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>Takes an institution's cohort over HTTP.</summary>
internal sealed class UploadCohort(UploadCalls calls, TimeProvider clock)
{
    /// <summary>The web client's route: it names the file in the query.</summary>
    [Function(nameof(UploadCohort))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "cargadatos")] HttpRequest request,
        CancellationToken cancellationToken) =>
        calls.AnswerAsync(request, clientName => request.Query["nameFile"].FirstOrDefault() ?? clientName ?? "", cancellationToken);

    /// <summary>The older upload service's route: it named the file after the time.</summary>
    [Function("UploadCohortByTime")]
    public Task<IResult> RunByTimeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "api/v1/data-upload")] HttpRequest request,
        CancellationToken cancellationToken) =>
        calls.AnswerAsync(request, clientName => clock.GetUtcNow()
            .ToUnixTimeMilliseconds() + FileNames.WorkbookExtension(clientName, ".csv"), cancellationToken);
}
