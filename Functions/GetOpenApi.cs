using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>The API's description for client generators: OpenAPI 3.1, held to the routes by a test.</summary>
internal sealed class GetOpenApi
{
    private const string Resource = "Antivirus.Functions.Api.openapi.json";

    [Function(nameof(GetOpenApi))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-cache";
        return Task.FromResult(Results.Stream(typeof(GetOpenApi).Assembly.GetManifestResourceStream(Resource)!, "application/json"));
    }
}
