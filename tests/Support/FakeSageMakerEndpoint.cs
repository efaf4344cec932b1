using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Antivirus.Support;

/// <summary>
/// A SageMaker runtime endpoint on loopback: checks every signature with an implementation of its own, then answers as it is told.
/// </summary>
public sealed class FakeSageMakerEndpoint : IAsyncDisposable
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private readonly WebApplication _app;
    private readonly Func<FakeInvocation, FakeSageMakerAnswer> _answer;
    private readonly bool _keepCalls;
    private readonly string _region;
    private int _calls;
    private int _inFlight;
    private int _mostInFlight;

    private FakeSageMakerEndpoint(WebApplication app, Func<FakeInvocation, FakeSageMakerAnswer> answer, bool keepCalls, string region)
    {
        (_app, _answer, _keepCalls, _region) = (app, answer, keepCalls, region);
    }

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>The calls that were signed well, in the order in which they came.</summary>
    public ConcurrentQueue<FakeInvocation> Calls { get; } = [];

    public int CallCount => Volatile.Read(ref _calls);

    /// <summary>How many calls are being answered.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>How many calls were being answered at once at most.</summary>
    public int MaxInFlight => Volatile.Read(ref _mostInFlight);

    /// <param name="keepCalls">Whether <see cref="Calls"/> keeps them; not for a long run.</param>
    public static async Task<FakeSageMakerEndpoint> StartAsync(Func<FakeInvocation, FakeSageMakerAnswer> answer, bool keepCalls = true,
        string region = "us-east-1")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = 6_000_000;
        });
        var app = builder.Build();
        var endpoint = new FakeSageMakerEndpoint(app, answer, keepCalls, region);
        app.Run(endpoint.AnswerAsync);
        await app.StartAsync();
        endpoint.Url = new Uri(app.Urls.First());
        return endpoint;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var invocation = await ReadAsync(context);
        if (!FakeSageMakerSignature.IsRight(invocation, _region, SecretKey))
        {
            await FakeSageMakerAnswer.Error(403, "InvalidSignatureException", "The request signature we calculated does not match.")
                .SendAsync(context);
            return;
        }

        if (_keepCalls)
        {
            Calls.Enqueue(invocation);
        }

        var inFlight = Interlocked.Increment(ref _inFlight);
        InterlockedMax(ref _mostInFlight, inFlight);
        try
        {
            await _answer(invocation).SendAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private async Task<FakeInvocation> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return new FakeInvocation(
            Interlocked.Increment(ref _calls) - 1,
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            body.ToArray());
    }

    private static void InterlockedMax(ref int place, int value)
    {
        for (var seen = Volatile.Read(ref place); seen < value; seen = Volatile.Read(ref place))
        {
            Interlocked.CompareExchange(ref place, value, seen);
        }
    }
}
