using Antivirus.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>Why one student stands where the report has them.</summary>
internal sealed class GetStudent(StudentDetails calls)
{
    [Function(nameof(GetStudent))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "api/student/{ies}/{*file}")] HttpRequest request,
        string ies,
        string file,
        CancellationToken cancellationToken) =>
        calls.GetAsync(request, ies, file, cancellationToken);
}
