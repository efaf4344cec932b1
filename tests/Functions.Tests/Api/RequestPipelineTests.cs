using Antivirus.Functions.Access;
using Antivirus.Functions.Api;
using Antivirus.Storage;
using Antivirus.Storage.Audit;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Tests.Api;

public sealed class RequestPipelineTests
{
    private const int CallsPerMinute = 1;

    [Fact]
    public async Task A_caller_beyond_the_limit_is_answered_429_with_the_time_to_wait()
    {
        // Act
        var answers = new List<(int? Status, string? RetryAfter)>();
        await RunAsync(NullLoggerFactory.Instance, async pipeline =>
        {
            for (var call = 0; call <= CallsPerMinute; call++)
            {
                var context = FromThisMachine();
                var result = await pipeline.RunAsync(context.Request, "runs", _ => Task.FromResult(Results.Ok()),
                    TestContext.Current.CancellationToken);
                answers.Add((Assert.IsAssignableFrom<IStatusCodeHttpResult>(result).StatusCode, context.Response.Headers.RetryAfter));
            }
        });

        // Assert
        Assert.All(answers[..CallsPerMinute], answer => Assert.Equal((200, null), answer));
        Assert.Equal((429, "1"), answers[^1]);
    }

    [Fact]
    public async Task A_failure_of_storage_is_logged_with_status_code_institution_and_a_dash_for_no_file()
    {
        // Arrange
        var log = new LogLines();
        using var logs = new LoggerFactory([log]);

        // Act
        await RunAsync(logs, pipeline => pipeline.RunAsync(FromThisMachine().Request, "runs", call =>
        {
            call.Ies = "udea";
            throw new RequestFailedException(507, "No.", "InsufficientStorage", null);
        }, TestContext.Current.CancellationToken));

        // Assert
        var line = Assert.Single(log.Lines);
        Assert.Contains("runs failed with 507", line, StringComparison.Ordinal);
        Assert.Contains("InsufficientStorage", line, StringComparison.Ordinal);
        Assert.Contains("Institution udea, file -.", line, StringComparison.Ordinal);
    }

    private static async Task RunAsync(ILoggerFactory logs, Func<RequestPipeline, Task> act)
    {
        var auth = Options.Create(new AuthOptions { CallsPerMinute = CallsPerMinute, RefusalMilliseconds = 0, SeesCallers = true });
        using var policy = new CallerPolicy(auth, TimeProvider.System, NullLogger<CallerPolicy>.Instance);
        var api = Options.Create(new ApiOptions());
        var containers = new Containers(new BlobServiceClient("UseDevelopmentStorage=true"), Options.Create(new StorageOptions()));
        using var audit = new AuditLog(containers, TimeProvider.System, NullLogger<AuditLog>.Instance);
        using var pipeline = new RequestPipeline(policy, new Cors(api), audit, auth, api, TimeProvider.System,
            logs.CreateLogger<RequestPipeline>());
        await act(pipeline);
    }

    private static DefaultHttpContext FromThisMachine()
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = System.Net.IPAddress.Loopback;
        context.Connection.LocalIpAddress = System.Net.IPAddress.Loopback;
        context.Request.Host = new HostString("127.0.0.1", 7071);
        return context;
    }
}
