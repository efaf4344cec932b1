using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Support;

/// <summary>What a fake endpoint does with a call.</summary>
public sealed class FakeSageMakerAnswer
{
    private readonly Func<HttpContext, Task> _send;

    private FakeSageMakerAnswer(Func<HttpContext, Task> send) => _send = send;

    /// <summary>A probability for each row, told by <see cref="FakeInvocation.ProbabilityOf"/>.</summary>
    public static FakeSageMakerAnswer Right(FakeInvocation call) =>
        Text(string.Join('\n', call.Rows.Select(FakeInvocation.ProbabilityOf)) + "\n");

    public static FakeSageMakerAnswer Text(string body) => Bytes(Encoding.UTF8.GetBytes(body));

    public static FakeSageMakerAnswer Bytes(byte[] body) => new(async context =>
    {
        context.Response.ContentType = "text/csv";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    });

    /// <summary>An error in AWS's form.</summary>
    public static FakeSageMakerAnswer Error(int status, string type, string message, string? retryAfter = null) => new(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers["x-amzn-ErrorType"] = $"{type}:http://internal.amazon.com/coral/com.amazonaws.sagemaker/";
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.WriteAsync($$"""{"Message":"{{JsonEncodedText.Encode(message)}}"}""");
    });

    /// <summary>A status without a body.</summary>
    public static FakeSageMakerAnswer Status(int status) => new(context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>The connection breaks before any answer.</summary>
    public static FakeSageMakerAnswer Reset() => new(context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>The connection breaks after a part of the answer.</summary>
    /// <param name="framed">With a length that the part does not reach; otherwise in chunks.</param>
    public static FakeSageMakerAnswer ResetInBody(string body, int sent, bool framed) => new(async context =>
    {
        context.Response.ContentType = "text/csv";
        context.Response.ContentLength = framed ? body.Length : null;
        await context.Response.WriteAsync(body[..sent]);
        await context.Response.Body.FlushAsync();
        context.Abort();
    });

    /// <summary>The answer simply stops where the connection is closed, as an old proxy's does: neither length nor chunks.</summary>
    public static FakeSageMakerAnswer UntilClose(string body) => new(async context =>
    {
        var connection = context.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionTransportFeature>()
            ?? throw new InvalidOperationException("The server does not give its connection away.");
        await connection.Transport.Output.WriteAsync(
            Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nConnection: close\r\n\r\n{body}"));
        await connection.Transport.Output.CompleteAsync();
    });

    public FakeSageMakerAnswer After(TimeSpan delay) => new(async context =>
    {
        await Task.Delay(delay, context.RequestAborted);
        await SendAsync(context);
    });

    internal Task SendAsync(HttpContext context) => _send(context);
}
