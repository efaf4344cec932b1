using Antivirus.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>Serves the web page: its files, and its first page at every other address below <c>/pagina/</c>.</summary>
internal sealed class PortalPage(PageFiles files)
{
    [Function(nameof(PortalPage))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PageFiles.Root + "/{*path}")] HttpRequest request,
        string? path) =>
        Task.FromResult(files.Find(request, path ?? ""));
}
