#pragma warning disable CA1822 // a function is an instance method, as in the app
using Microsoft.AspNetCore.Http;

namespace Antivirus.LocalHost.Tests.Fakes;

internal sealed class Protected
{
    [Function("Protected")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", "options", Route = "getReports")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Results.Text($"{request.Method} protegido"));
    }
}

internal sealed class Open
{
    [Function("Open")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) =>
        Task.FromResult(Results.Text($"sano {request.Path}"));
}

internal sealed class MasterOnly
{
    [Function("MasterOnly")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "maestro")] HttpRequest request) =>
        Task.FromResult(Results.Text($"maestro {request.Path}"));
}

internal sealed class WithRoute
{
    [Function("WithRoute")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "delete", Route = "api/runs/{ies}/{*file}")] HttpRequest request,
        string ies,
        string? file,
        FunctionContext context) =>
        Task.FromResult(Results.Text($"{request.Method} {ies} [{file}] {context.FunctionDefinition.Name} {context.InvocationId.Length}"));
}

internal sealed class Broken
{
    [Function("Broken")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "roto")] HttpRequest request) =>
        throw new InvalidOperationException($"Un secreto de {request.Path}.");
}

internal sealed class Reads
{
    [Function("Reads")]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "lee")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var bytes = 0L;
        var buffer = new byte[81920];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            bytes += read;
        }

        return Results.Text($"{bytes}");
    }
}

internal sealed class Slow(Calls calls)
{
    [Function("Slow")]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "lento")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        await calls.AddAsync(request.Path, cancellationToken);
        return Results.Text("listo");
    }
}

internal sealed class TakesANumber
{
    [Function("TakesANumber")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numero")] HttpRequest request, int number) =>
        Task.FromResult(Results.Text($"{request.Path} {number}"));
}

internal sealed class NeedsASetting
{
    [Function("NeedsASetting")]
    public Task RunAsync([BlobTrigger("%NoExiste%/{name}", Connection = "AntivirusStorage")] Stream blob,
        CancellationToken cancellationToken) =>
        blob.FlushAsync(cancellationToken);
}
