using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>Takes what became of the students of a past report, and measures it.</summary>
internal sealed class PostOutcomes(OutcomeCalls calls)
{
    [Function(nameof(PostOutcomes))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/outcomes/{ies}/{*file}")] HttpRequest request,
        string ies,
        string file,
        CancellationToken cancellationToken) =>
        calls.TakeAsync(request, ies, file, cancellationToken);
}
