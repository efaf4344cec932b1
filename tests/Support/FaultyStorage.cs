using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Antivirus.Support;

/// <summary>What becomes of one request to storage.</summary>
public enum StorageFault
{
    None,

    /// <summary>The line drops before storage hears of it.</summary>
    DroppedRequest,

    /// <summary>Storage does it, and its answer is lost.</summary>
    DroppedAnswer,
    Delayed,
    Error500,

    /// <summary>Status 200 and a page, as a captive portal answers.</summary>
    Page,
}

/// <summary>Stands before Azurite's blobs and spoils a share of the requests, in an order that a seed repeats.</summary>
public sealed class FaultyStorage : IAsyncDisposable
{
    private static readonly StorageFault[] Faults = [.. Enum.GetValues<StorageFault>().Where(fault => fault != StorageFault.None)];

    private readonly WebApplication _app;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private readonly AzuriteServer _azurite;
    private readonly Random _random;
    private readonly Lock _lock = new();
    private long _requests;
    private long _spoilt;

    private FaultyStorage(WebApplication app, AzuriteServer azurite, int seed) =>
        (_app, _azurite, _random) = (app, azurite, new Random(seed));

    /// <summary>The share of requests that go wrong, 0 to 1.</summary>
    public double Share { get; set; }

    /// <summary>No write has room any more.</summary>
    public bool IsFull { get; set; }

    public long Requests => Interlocked.Read(ref _requests);

    public long Spoilt => Interlocked.Read(ref _spoilt);

    public string ConnectionString { get; private set; } = "";

    public static async Task<FaultyStorage> StartAsync(AzuriteServer azurite, int seed)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var storage = new FaultyStorage(app, azurite, seed);
        app.Run(storage.AnswerAsync);
        await app.StartAsync();
        storage.ConnectionString = azurite.ConnectionString.Replace(azurite.BlobAddress.ToString(), app.Urls.First() + "/",
            StringComparison.Ordinal);
        return storage;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (IsFull && HttpMethods.IsPut(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status507InsufficientStorage;
            context.Response.Headers["x-ms-error-code"] = "InsufficientStorage";
            return;
        }

        var fault = Next();
        switch (fault)
        {
            case StorageFault.DroppedRequest:
                context.Abort();
                return;
            case StorageFault.Error500:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return;
            case StorageFault.Page:
                await context.Response.WriteAsync("<html>Inicie sesión", context.RequestAborted);
                return;
            case StorageFault.Delayed:
                await Task.Delay(TimeSpan.FromSeconds(1), context.RequestAborted);
                break;
        }

        try
        {
            await ForwardAsync(context, isAnswerLost: fault == StorageFault.DroppedAnswer);
        }
        catch (HttpRequestException)
        {
            // Azurite is down.
            context.Abort();
        }
    }

    private StorageFault Next()
    {
        Interlocked.Increment(ref _requests);
        lock (_lock)
        {
            if (_random.NextDouble() >= Share)
            {
                return StorageFault.None;
            }

            _spoilt++;
            return Faults[_random.Next(Faults.Length)];
        }
    }

    private async Task ForwardAsync(HttpContext context, bool isAnswerLost)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method),
            new Uri(_azurite.BlobAddress, context.Request.GetEncodedPathAndQuery()));
        request.Content = context.Request.ContentLength is null ? null : new StreamContent(context.Request.Body);
        foreach (var header in context.Request.Headers.Where(header => header.Key is not "Host" and not "Connection"))
        {
            _ = request.Headers.TryAddWithoutValidation(header.Key, [.. header.Value])
                || (request.Content?.Headers.TryAddWithoutValidation(header.Key, [.. header.Value]) ?? false);
        }

        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        if (isAnswerLost)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var header in answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not "Transfer-Encoding" and not "Connection"))
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
