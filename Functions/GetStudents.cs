using Antivirus.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>The students of a report in the order of calls.</summary>
internal sealed class GetStudents(StudentPages calls)
{
    [Function(nameof(GetStudents))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "api/students/{ies}/{*file}")] HttpRequest request,
        string ies,
        string file,
        CancellationToken cancellationToken) =>
        calls.StudentsAsync(request, ies, file, cancellationToken);
}
