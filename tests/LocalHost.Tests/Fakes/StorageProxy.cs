using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Antivirus.LocalHost.Tests.Fakes;

/// <summary>Stands before Azurite's blobs, and answers in its place as long as the test says so.</summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly Uri _blobs;

    private StorageProxy(WebApplication app, Uri blobs) => (_app, _blobs) = (app, blobs);

    /// <summary>What the proxy says instead; null lets the request through.</summary>
    public Func<HttpRequest, string?> AnswerInstead { get; set; } = _ => null;

    public string ConnectionString { get; private set; } = "";

    public static async Task<StorageProxy> StartAsync(string connectionString)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var blobs = connectionString.Split(';')
            .Single(part => part.StartsWith("BlobEndpoint=", StringComparison.Ordinal))["BlobEndpoint=".Length..];
        var proxy = new StorageProxy(app, new Uri(blobs));
        app.Run(proxy.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        proxy.ConnectionString = connectionString.Replace(proxy._blobs.GetLeftPart(UriPartial.Authority), app.Urls.First(),
            StringComparison.Ordinal);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (AnswerInstead(context.Request) is { } text)
        {
            await context.Response.WriteAsync(text, context.RequestAborted);
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method),
            new Uri(_blobs, context.Request.GetEncodedPathAndQuery()));
        request.Content = context.Request.ContentLength is null ? null : new StreamContent(context.Request.Body);
        foreach (var header in context.Request.Headers.Where(header => header.Key is not "Host" and not "Connection"))
        {
            _ = request.Headers.TryAddWithoutValidation(header.Key, [.. header.Value])
                || (request.Content?.Headers.TryAddWithoutValidation(header.Key, [.. header.Value]) ?? false);
        }

        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var header in answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not "Transfer-Encoding" and not "Connection"))
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
